"""The publishing page of an account (账号发布情况), and what is entered there: items, nil returns, followers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.common import form_page, run
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.once import act_once

from ...actions.items import record
from ...forms.items import FollowersForm, NewItemForm, NilForm, ReasonForm
from ...models import AccountActivity, Coverage, PublishedItem
from ...publishing import known_runs, months_of, nils_of, weeks_of
from ...telling.merging import GROUPED
from .common import ENTER, VIEW, find_account, find_own_account

RUNS_SHOWN = 12
ITEMS_SHOWN = 10


@guard(VIEW)
@require_GET
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show weeks, months, what is known, nil returns and the newest items of an account."""
    account = find_account(request, pk)
    runs, today = known_runs(account), timezone.localdate()
    latest = PublishedItem.objects.filter(account=account).order_by("-published_on", "-id")[:ITEMS_SHOWN]
    context = {
        "title": f"{account.name} 发布情况",
        "account": account,
        "activity": AccountActivity.objects.filter(pk=account.pk).first(),
        "weeks": weeks_of(account, runs, on=today),
        "months": months_of(account, runs, on=today),
        "runs": runs[::-1][:RUNS_SHOWN],
        "nils": nils_of(account),
        "latest": latest,
        "followers": account.follower_counts.order_by("-as_of")[:6],
        "with_index": account.platform.code in GROUPED,
        "can_enter": request.user.has_perm(ENTER, account),
    }
    return render(request, "assessments/items/account.html", context)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one item of an account."""
    account, now = find_own_account(request, pk), timezone.now()
    form = NewItemForm(request.POST or None)
    page = reverse("assessments:account", args=[account.pk])

    def act() -> str:
        item = record.record_item(form.told(account), by=request.user, at=now)
        return reverse("assessments:item", args=[item.pk])

    if request.method == "POST":
        done: list[str] = []
        if run(form, lambda data: done.append(act_once(data["token"], act, by=request.user, at=now))):
            return redirect(done[0])
    return form_page(
        request, form, title=f"登记发布 · {account.name}", button="登记", back=page, crumbs=(account.name, page),
        lead="用于补记没有发布回执、也没有后台导出的信息。同一条信息已登记的,只更新数字,不会重复计数。",
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def nil(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare that an account published nothing in some days."""
    account = find_own_account(request, pk)
    form = NilForm(request.POST or None)
    page = reverse("assessments:account", args=[account.pk])
    if request.method == "POST" and run(
        form,
        lambda data: record.declare_nil(
            account, first_on=data["first_on"], last_on=data["last_on"], by=request.user, at=timezone.now()
        ),
    ):
        return redirect(page)
    return form_page(
        request, form, title=f"申报无发布 · {account.name}", button="申报", back=page, crumbs=(account.name, page),
        lead="没有数据不等于没有发布。确实没有发布的日期请在此申报,之后这段日期按“没有发布”计算。",
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def nil_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a nil return back."""
    row = get_object_or_404(Coverage.objects.select_related("account__unit", "account__platform"), pk=pk)
    account = find_own_account(request, row.account_id)
    if row.source != "nil":
        raise Http404
    form = ReasonForm(request.POST or None)
    page = reverse("assessments:account", args=[account.pk])
    if request.method == "POST" and run(
        form, lambda data: record.take_back_nil(row, reason=data["reason"], by=request.user, at=timezone.now())
    ):
        return redirect(page)
    return form_page(
        request, form, title="撤回无发布申报", button="撤回", back=page, crumbs=(account.name, page), danger=True,
        lead=f"撤回 {row.first_on} 至 {row.last_on} 的申报后,这段日期重新成为“没有数据”。",
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def followers(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the followers of an account on a day."""
    account = find_own_account(request, pk)
    form = FollowersForm(request.POST or None, initial={"as_of": timezone.localdate()})
    page = reverse("assessments:account", args=[account.pk])
    if request.method == "POST" and run(
        form,
        lambda data: record.record_followers(
            account, count=data["count"], as_of=data["as_of"], by=request.user, at=timezone.now()
        ),
    ):
        return redirect(page)
    return form_page(
        request, form, title=f"登记粉丝数 · {account.name}", button="登记", back=page, crumbs=(account.name, page),
        lead="粉丝数只作展示,不作为考核依据。",
    )  # fmt: skip
