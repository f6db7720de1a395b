"""Bulletins on the screen (通报): list, draft with autosave, paper, issuing."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.timeline import timeline_of
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ...actions import bulletins as actions
from ...forms.bulletins import BulletinForm
from ...models import Bulletin, BulletinSection, Campaign
from ...outputs.drafts import mark_of, text_of, typed
from ...outputs.paper import papers_of
from ...outputs.states import BulletinState
from ...overtaken import Overtaken, beside, keep
from .workbook import VIEW, taken

WRITE = "assessments.write_bulletin"
BACK_ON_TOP = "草稿随写随存；定稿后不能再改，并通知各单位。"


class BulletinFilters(PortalFilterSet):
    """Bulletins by title and state."""

    q = django_filters.CharFilter(label="标题或文号", method="by_words")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=BulletinState.choices)

    def by_words(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        """Return the bulletins whose title or number contains the words."""
        words = value.strip()[:60]
        return rows.filter(title__icontains=words) | rows.filter(number__icontains=words)


class BulletinList(ListPage):
    """Bulletins of the person's trees, newest first."""

    code, title, noun = "bulletins", "通报", "份通报"
    filterset_class = BulletinFilters
    empty = ("还没有通报", "在考核期或检查的页面点“起草通报”，系统按结果写好初稿，修改后定稿。")
    columns = (
        Column("title", "标题", sub="number", url=lambda row: row.get_absolute_url(), main=True, width=44),
        Column("root", "范围", value="root.name", width=24),
        Column("signer", "发文单位", width=24),
        Column("dated_on", "成文日期", sort="dated_on", nowrap=True),
        Column("demand_on", "整改报告期限", nowrap=True),
        Column("issued_at", "定稿时间", nowrap=True, shown=False),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Bulletin]:
        """Return the visible bulletins."""
        return Bulletin.objects.visible_to(request.user).select_related("root").defer("lists")


bulletin_list = guard(VIEW)(BulletinList.as_view())


def find(request: HttpRequest, pk: int, *, writes: bool = False) -> Bulletin:
    """Return a visible bulletin; with `writes` only one that the person may write, all others are not found."""
    rows = Bulletin.objects.visible_to(request.user).select_related("root", "quarter__root", "campaign", "edition")
    bulletin = get_object_or_404(rows, pk=pk)
    if writes and not request.user.has_perm(WRITE, bulletin):
        raise Http404
    return bulletin


@guard("assessments.start_bulletins")
@require_POST
def start_quarter(request: HttpRequest, period: str) -> HttpResponse:
    """Draft a bulletin on a quarter."""
    return _start(request, taken(request, period))


@guard("assessments.start_bulletins")
@require_POST
def start_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a bulletin on one inspection."""
    rows = Campaign.objects.visible_to(request.user).select_related("root", "edition", "draw", "unit")
    return _start(request, get_object_or_404(rows, pk=pk))


def _start(request: HttpRequest, subject: Any) -> HttpResponse:
    if not request.user.has_perm(WRITE, subject):
        raise Http404
    bulletin = actions.draft_bulletin(subject, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return redirect(bulletin.get_absolute_url())


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bulletin; a draft is a form that saves itself."""
    bulletin = find(request, pk, writes=request.method == "POST")
    sections: list[BulletinSection] = list(bulletin.sections.all())  # type: ignore[attr-defined]
    writes = request.user.has_perm(WRITE, bulletin)
    sent = request.POST if request.method == "POST" else None
    form = BulletinForm(sent, instance=bulletin, sections=sections, initial={"seen": mark_of(bulletin)})
    overtaken: dict[str, Any] = {}
    if request.method == "POST":
        answer = _save(request, pk, form)
        if isinstance(answer, HttpResponse):
            return answer
        bulletin = find(request, pk)
        overtaken = answer or {}
    context = {
        "title": bulletin.title, "bulletin": bulletin, "sections": sections, "form": form, "writes": writes,
        "draft": bulletin.state == BulletinState.DRAFT, "lead": BACK_ON_TOP,
        "events": timeline_of(bulletin),
        "main_class": "with-bottom-bar" if writes and bulletin.state == BulletinState.DRAFT else "",
        "overtaken": overtaken,
    }  # fmt: skip
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "assessments/outputs/bulletin.html", context, status=status)


def _save(request: HttpRequest, pk: int, form: BulletinForm) -> HttpResponse | dict[str, Any] | None:
    """Save what passed; while typing whatever is right already, by hand only all of it.

    Where somebody else has saved in the meantime, returns the two texts side by side; the form keeps what was typed
    and takes over the mark of what is stored, so that saving once more is done knowingly.
    """
    quiet, now, user = "application/json" in request.headers.get("Accept", ""), timezone.now(), request.user
    sound, bulletin = form.is_valid(), find(request, pk, writes=True)
    if "seen" not in form.cleaned_data or not (sound or quiet):
        return JsonResponse({"message": "页面已过期，请刷新后再填。"}, status=422) if quiet else None
    try:
        saved_now = actions.save_bulletin(
            bulletin, values=form.values(), texts=form.texts(), by=user, at=now, record_it=not quiet,  # type: ignore[arg-type]
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if request.POST.get("go") == "issue" and not quiet:
            actions.issue_bulletin(bulletin, by=user, at=now, today=timezone.localdate(now))  # type: ignore[arg-type]
            messages.success(request, "通报已定稿，各单位已收到消息。可以下载 PDF 或 Word 印发。")
            return redirect(bulletin.get_absolute_url())
    except Refused as refused:
        if quiet:
            return JsonResponse({"message": refused.message}, status=409 if isinstance(refused, Conflict) else 422)
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        if not isinstance(refused, Overtaken):
            return None
        keep(form, request.POST, mark_of(bulletin))
        return beside(text_of(bulletin), typed(form.values(), form.texts(), bulletin))
    if quiet:
        saved = f"已自动保存 {timezone.localtime(now):%H:%M}"
        message = saved if sound else f"{saved}，看不懂的内容除外，请在本页核对。"
        answer = {"message": message, "fields": {"seen": mark_of(saved_now)}}
        return JsonResponse(answer, status=200 if sound else 422)
    messages.success(request, "已保存。")
    return redirect(bulletin.get_absolute_url())


@guard(VIEW)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Read figures and lists anew."""
    bulletin, texts = find(request, pk, writes=True), request.POST.get("texts") == "yes"
    try:
        seen = request.POST.get("seen")
        actions.refresh_bulletin(bulletin, with_texts=texts, by=request.user, at=timezone.now(), seen=seen)  # type: ignore[arg-type]
        messages.success(
            request, "数据和附件已更新。" + ("正文已换成新的初稿。" if texts else "正文没有改动，请核对数字。")
        )
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(bulletin.get_absolute_url())


@guard(VIEW)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    bulletin = find(request, pk, writes=True)
    try:
        actions.drop_bulletin(bulletin, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "草稿已作废。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assessments:bulletins")


@guard(VIEW)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The bulletin on paper: the page, PDF or Word file."""
    bulletin, now, kind = find(request, pk), timezone.now(), kind_asked(request)
    if kind != "html":
        record("bulletin.paper_taken", by=request.user, at=now, obj=bulletin, unit=bulletin.root, after={"kind": kind})
    pairs = [("通报", reverse("assessments:bulletins")), (bulletin.title, bulletin.get_absolute_url()), ("公文", "")]
    papers = papers_of(bulletin, list(bulletin.sections.all()))  # type: ignore[attr-defined]
    return respond(
        papers, request, kind, at=now, name=bulletin.title, template="assessments/outputs/paper.html",
        context={"pairs": pairs},
    )  # fmt: skip
