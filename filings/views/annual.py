"""The annual check (年度检查): list with figures, page of a check, opening, reporting, reopening, lists on paper."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.timeline import timeline_of
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.once import act_once
from newmedia_portal.regimes.editions import edition_for

from ..actions import annual as actions
from ..annual.paper import list_paper
from ..forms.annual import OpenForm, ReopenForm
from ..models import AnnualCampaign, AnnualCheck, Filing
from ..states import EDITABLE, AnnualState
from .common import refuse

VIEW = "filings.list_annual"
RUN = "filings.run_annual"
LISTS = {"passed": ("年度检查合格名单", AnnualState.PASSED), "missing": ("年度报告未报名单", AnnualState.OPEN)}


class AnnualFilters(PortalFilterSet):
    """Checks by words, year and result."""

    q = django_filters.CharFilter(label="账号或单位", method="by_words")
    year = django_filters.NumberFilter(label="报告年度", field_name="campaign__year")
    state = django_filters.MultipleChoiceFilter(label="结果", choices=AnnualState.choices)

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the checks whose account or unit contains the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(account__name__icontains=words) | Q(unit__name__icontains=words))


class AnnualList(ListPage):
    """All visible checks; the figures above count one year."""

    code, title, noun = "annual", "年度检查", "个账号"
    filterset_class = AnnualFilters
    template_name = "filings/annual/list.html"
    empty = ("没有年度检查", "制度设有年度检查的，到办理时间自动开启并通知单位；也可以由宣传部门开启。")
    columns = (
        Column("account", "账号名称", value="account.name", sub="account.platform.name", main=True, fixed=True,
               width=28, url=lambda row: reverse("filings:annual-check", args=[row.pk]), export="account.name"),
        Column("platform", "平台", value="account.platform.name", shown=False),
        Column("unit", "主办单位", value="unit.name", width=28),
        Column("certificate", "备案编号", value="account.certificate_no", nowrap=True, shown=False),
        Column("year", "报告年度", value=lambda row: str(row.campaign.year), nowrap=True),
        Column("due_on", "期限", value=lambda row: row.obligation.due_on if row.obligation else None, nowrap=True),
        Column("filing", "年度报告", value=lambda row: row.filing.number if row.filing else "", nowrap=True),
        Column("decided_at", "审核时间", sort="decided_at", nowrap=True),
        Column("result", "结论说明", width=40),
        Column("state", "结果", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[AnnualCheck]:
        """Return the visible checks."""
        rows = AnnualCheck.objects.visible_to(request.user)
        return rows.select_related("account__platform", "unit", "campaign", "obligation", "filing").defer("figures")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Count the newest campaign, or that of the year asked for."""
        campaigns = list(AnnualCampaign.objects.visible_to(request.user).select_related("root")[:5])
        wanted = request.GET.get("year", "")
        one = next((campaign for campaign in campaigns if str(campaign.year) == wanted), next(iter(campaigns), None))
        counted = (
            AnnualCheck.objects.visible_to(request.user).filter(campaign=one) if one else AnnualCheck.objects.none()
        )
        counts = dict(counted.order_by().values_list("state").annotate(number=Count("pk")))
        figures = [
            {"word": word, "number": counts.get(value, 0), "testid": f"annual-{value}",
             "url": f"?year={one.year}&state={value}"}
            for value, word in AnnualState.choices if value != "void" and one
        ]  # fmt: skip
        return {
            "campaigns": campaigns, "campaign": one, "figures": figures, "total": sum(counts.values()),
            "may_open": request.user.has_perm(RUN) and _root(request, quiet=True) is not None,
        }  # fmt: skip


annual_list = guard(VIEW)(AnnualList.as_view())


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a check: what the portal knew of the year, the report, the result."""
    check = _find(request, pk)
    writes = request.user.has_perm("filings.edit_filing", Filing(unit=check.unit))
    seen = Filing.objects.visible_to(request.user).filter(pk=check.filing_id).first() if check.filing_id else None
    rule = check.campaign.edition.edition.annual_check
    context = {
        "title": f"{check.campaign} · {check.account.name}", "check": check, "filing": seen, "rule": rule,
        "events": timeline_of(check),
        "can_begin": writes and check.state == AnnualState.OPEN,
        "under_way": seen is not None and seen.state in EDITABLE,
        "can_reopen": check.state == AnnualState.FAILED and request.user.has_perm(RUN, check), "form": ReopenForm(),
    }  # fmt: skip
    return render(request, "filings/annual/check.html", context)


@guard(VIEW)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report, or go on with it."""
    check = _find(request, pk)
    if not request.user.has_perm("filings.edit_filing", Filing(unit=check.unit)):
        raise Http404
    try:
        return redirect("filings:detail", actions.begin_report(check, by=request.user, at=timezone.now()).pk)
    except Refused as refused:
        refuse(request, refused)
    return redirect("filings:annual-check", pk)


@guard(VIEW)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a unit report again."""
    check, form = _find(request, pk), ReopenForm(request.POST)
    if not request.user.has_perm(RUN, check):
        raise Http404
    try:
        actions.reopen(check, reason=request.POST.get("reason", "")[:500], by=request.user, at=timezone.now())
        messages.success(request, "已允许重新填报，单位会收到消息。")
    except Refused as refused:
        refuse(request, refused, form if form.errors else None)
        messages.error(request, refused.message)
    return redirect("filings:annual-check", pk)


@guard(RUN)
@require_http_methods(["GET", "POST"])
def open_annual(request: HttpRequest) -> HttpResponse:
    """Open the check of a year by hand, for a window that has begun."""
    root, now = _root(request), timezone.now()
    edition = edition_for(root.regime_code, timezone.localdate())
    back = 1 if edition.edition.annual_check.reported_year == "previous" else 0
    form = OpenForm(request.POST or None, initial={"year": timezone.localdate().year - back})
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            campaign, added = actions.open_campaign(root, year=form.cleaned_data["year"], by=request.user, at=now)
            messages.success(request, f"{campaign}已开启，{added} 个账号待填报。")
            return f"{reverse('filings:annual')}?year={campaign.year}"

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"title": "开启年度检查", "form": form, "edition": edition.edition, "rule": edition.edition.annual_check}
    return render(request, "filings/annual/open.html", context, status=422 if form.errors else 200)


@guard(RUN)
@require_GET
def paper(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The list of those that passed, or of those that did not report: the page, PDF or Word file."""
    campaign = get_object_or_404(
        AnnualCampaign.objects.visible_to(request.user).select_related("root", "edition"), pk=pk
    )
    if which not in LISTS or not request.user.has_perm(RUN, campaign.root):
        raise Http404
    title, state = LISTS[which]
    rows = AnnualCheck.objects.visible_to(request.user).filter(campaign=campaign, state=state)
    checks = list(rows.select_related("account__platform", "unit").order_by("unit__path", "account__name", "pk"))
    kind, now = kind_asked(request), timezone.now()
    if kind != "html":
        record("annual.list_taken", by=request.user, at=now, obj=campaign, after={"list": which, "kind": kind})
    made = list_paper(campaign, checks, title=title, on=timezone.localdate())
    context = {"campaign": campaign, "list_title": title}
    return respond(made, request, kind, at=now, template="filings/annual/paper.html", context=context)


def _find(request: HttpRequest, pk: int) -> AnnualCheck:
    rows = AnnualCheck.objects.visible_to(request.user).select_related(
        "account__platform", "unit__root", "campaign__edition", "obligation", "filing", "decided_by", "root"
    )
    return get_object_or_404(rows, pk=pk)


def _root(request: HttpRequest, *, quiet: bool = False) -> Any:
    """Return the organisation of the person's department whose edition has an annual check."""
    for post in posts_of(request.user):
        root = post.unit.root or post.unit
        rule = edition_for(root.regime_code, timezone.localdate()).edition.annual_check
        if post.role in AUTHORITY and rule.enabled and request.user.has_perm(RUN, root):
            return root
    if quiet:
        return None
    raise Http404
