"""Keys of interfaces (推送密钥): a list, issuing (the key is shown once), revoking."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.views.common import form_page, run
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.ui.lists import Column, ListPage

from ...actions.items import tokens
from ...forms.items import TokenForm
from ...models import ItemToken

MANAGE = "assessments.manage_tokens"


def _state(token: ItemToken) -> str:
    if token.revoked_at is not None:
        return "已停用"
    return "已过期" if token.expires_on < timezone.localdate() else "有效"


class TokenList(ListPage):
    """The keys for units in reach, newest first."""

    code, title, noun = "item-tokens", "推送密钥", "个密钥"
    template_name = "assessments/items/tokens.html"
    empty = ("还没有推送密钥", "技术单位要用接口推送发布数据的,由宣传部门在这里签发。")
    columns = (
        Column("name", "用途", main=True, fixed=True, width=30),
        Column("unit", "单位范围", value="unit.name", sub=lambda token: "含下级", width=28),
        Column("prefix", "密钥开头", value=lambda token: f"{token.prefix}…", nowrap=True),
        Column("expires_on", "有效期至", sort="expires_on", nowrap=True),
        Column("last_used_at", "最近使用", sort="last_used_at", nowrap=True),
        Column("made_by", "签发人", value="made_by.full_name"),
        Column("made_at", "签发时间", nowrap=True, shown=False),
        Column("state", "状态", value=_state, status=True),
        Column(
            "revoke", "办理", value=lambda token: "" if token.revoked_at else "吊销",
            url=lambda token: reverse("assessments:token-revoke", args=[token.pk]),
        ),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[ItemToken]:
        """Return the visible keys."""
        return ItemToken.objects.visible_to(request.user).select_related("unit", "made_by")


token_list = guard(MANAGE)(TokenList.as_view())


@guard(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a key and show it, once."""
    units = Unit.objects.visible_to(request.user).running().order_by("path")
    form = TokenForm(request.POST or None, units=units)
    made: list[tuple[ItemToken, str]] = []

    def act(data: dict[str, Any]) -> None:
        made.append(
            tokens.issue_token(
                data["unit"], name=data["name"], expires_on=data["expires_on"], by=request.user, at=timezone.now()
            )
        )

    if request.method == "POST" and run(form, act):
        token, key = made[0]
        context = {"title": "推送密钥已签发", "token": token, "key": key}
        return render(request, "assessments/items/token_issued.html", context)
    back = reverse("assessments:tokens")
    return form_page(
        request, form, title="签发推送密钥", button="签发", back=back, crumbs=("推送密钥", back),
        lead="持有密钥的系统可以推送该单位及其下级所有账号的发布数据,不能查看任何数据。密钥只显示一次。",
    )  # fmt: skip


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then revoke a key at once."""
    token = get_object_or_404(ItemToken.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if not request.user.has_perm(MANAGE, token):
        raise Http404
    if request.method == "POST":
        try:
            tokens.revoke_token(token, by=request.user, at=timezone.now())
        except Forbidden as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"已吊销“{token.name}”的密钥。")
        return redirect("assessments:tokens")
    return render(request, "assessments/items/token_revoke.html", {"title": "吊销推送密钥", "token": token})
