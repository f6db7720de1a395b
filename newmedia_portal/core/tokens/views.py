"""接口令牌: the list, making (the key is shown once), revoking; accounts of programs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..access.guard import guard
from ..access.models import User
from ..access.secrets import seal, unseal
from ..refusals import Forbidden, Refused
from ..ui.lists import Column, ListPage, PortalFilterSet
from ..ui.once import act_once
from . import actions
from .forms import ServiceForm, TokenForm
from .models import ApiToken
from .scopes import Scope

USE = "core.use_tokens"
SERVICES = "core.manage_service_accounts"
#: Where a new key waits, sealed, for the one page that shows it.
FRESH = "api_token_key"


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return "已停用"
    return "已过期" if token.expires_on < timezone.localdate() else "有效"


def _scopes(token: ApiToken) -> str:
    return "、".join(Scope(code).label for code in token.scopes if code in Scope.values)


class TokenFilters(PortalFilterSet):
    """Nobody has so many tokens that they need finding."""


class TokenList(ListPage):
    """One's own tokens, newest first; the system administrator sees all."""

    code, title, noun = "api-tokens", "接口令牌", "个令牌"
    filterset_class = TokenFilters
    template_name = "tokens/list.html"
    empty = ("还没有接口令牌", "其他系统要通过接口读写数据的，在这里建立令牌。")
    columns = (
        Column("name", "用途", main=True, fixed=True, width=28),
        Column("user", "使用人", value="user.full_name", nowrap=True),
        Column("scopes", "范围", value=_scopes, width=36),
        Column("prefix", "令牌开头", value=lambda token: f"{token.prefix}…", nowrap=True),
        Column("networks", "允许的地址", value=lambda token: "、".join(token.networks) or "不限", width=24),
        Column("expires_on", "有效期至", sort="expires_on", nowrap=True),
        Column("last_used_at", "最近使用", value="use.last_used_at", nowrap=True),
        Column("last_address", "最近地址", value="use.last_address", nowrap=True, shown=False),
        Column("made_by", "建立人", value="made_by.full_name", shown=False),
        Column("made_at", "建立时间", nowrap=True, shown=False),
        Column("state", "状态", value=_state, status=True),
        Column(
            "revoke", "办理", value=lambda token: "" if token.revoked_at else "停用", nowrap=True,
            url=lambda token: reverse("tokens:revoke", args=[token.pk]),
        ),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[ApiToken]:
        """Return the visible tokens."""
        rows: QuerySet[ApiToken] = ApiToken.objects.visible_to(request.user)
        return rows.select_related("user", "made_by", "use")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether service accounts may be made, and whether the interface is on; show a key that is new."""
        shown = {"can_serve": request.user.has_perm(SERVICES), "api_on": settings.API_ENABLED}
        pk, sealed = request.session.pop(FRESH, None) or (0, "")
        made = self.rows(request).filter(pk=pk).first() if pk else None
        return {**shown, "made": made, "key": unseal(sealed), "made_for": _scopes(made)} if made else shown


token_list = guard(USE)(TokenList.as_view())


@guard(USE)
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token, once however often the form is sent; the list shows its key, once."""
    form = TokenForm(request.POST or None, owners=_owners(request.user))
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()

        def act() -> str:
            token, key = actions.make_token(
                said.get("owner") or request.user, name=said["name"], scopes=said["scopes"],
                networks=said["networks"].splitlines(), expires_on=said["expires_on"], by=request.user, at=now,
            )  # fmt: skip
            request.session[FRESH] = [token.pk, seal(key)]
            return reverse("tokens:list")

        try:
            return redirect(act_once(said["once"], act, by=request.user, at=now))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    lead = "持有令牌的程序以使用人的身份读写数据，操作都记入审计日志。令牌只显示一次。"
    return _page(request, form, "建立接口令牌", "建立", lead)


@guard(USE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then revoke a token at once."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("user"), pk=pk)
    if request.method == "POST":
        try:
            actions.revoke_token(token, by=request.user, at=timezone.now())
        except Forbidden as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"已停用“{token.name}”的令牌。")
        return redirect("tokens:list")
    return render(request, "tokens/revoke.html", {"title": "停用接口令牌", "token": token})


@guard(SERVICES)
@require_http_methods(["GET", "POST"])
def make_service(request: HttpRequest) -> HttpResponse:
    """Make an account for a program."""
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.make_service_account(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已建立服务账号“{account}”。请安全管理员授予岗位后，再为它建立令牌。")
            return redirect("tokens:list")
    lead = "服务账号供其他系统使用，没有密码，不能登录。能看到和办理什么，由安全管理员授予的岗位决定。"
    return _page(request, form, "建立服务账号", "建立", lead)


def _owners(user: User | Any) -> QuerySet[User]:
    """Return for whom the person may make tokens: themselves and, as administrator, the service accounts."""
    wanted = Q(pk=user.pk)
    if user.has_perm(SERVICES):
        wanted |= Q(service__isnull=False, is_active=True)
    return User.objects.filter(wanted).order_by("full_name", "pk")


def _page(request: HttpRequest, form: Any, title: str, button: str, lead: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "lead": lead}
    return render(request, "tokens/form.html", context, status=422 if form.is_bound and form.errors else 200)
