"""Lexicons and their versions (词库): list, entries, one entry, comparison, publishing, export."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import BatchAction, Column, ListPage, PortalFilterSet
from newmedia_portal.core.ui.once import act_once
from newmedia_portal.regimes.vocabulary import PROHIBITED

from ..actions import lexicons as actions
from ..alarms import open_alarms
from ..forms.lexicons import TermForm
from ..models import Lexicon, LexiconTerm
from ..precheck.entries import Kind
from ..precheck.hits import Grade
from ..wordlists.comparing import compare
from ..wordlists.downloads import as_workbook
from ..wordlists.rights import kept_roots
from .common import refuse

READ, KEEP = "reviews.view_lexicons", "reviews.keep_lexicon"
SHOWN = 500


def find_lexicon(request: HttpRequest, pk: int, *, draft: bool = False) -> Lexicon:
    """Return a version that the person may see; with `draft`, one that the person may edit."""
    rows = Lexicon.objects.visible_to(request.user).select_related("root", "based_on", "published_by")
    lexicon = get_object_or_404(rows.drafts() if draft else rows, pk=pk)
    if draft and not request.user.has_perm(KEEP, lexicon):
        raise Http404
    return lexicon


@guard(READ)
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """All versions, the shared set first; below, what the person may begin."""
    rows = Lexicon.objects.visible_to(request.user).select_related("root", "published_by").order_by("root", "-number")
    lexicons = sorted(rows, key=lambda lexicon: (lexicon.root_id or 0, -lexicon.number))
    drafted = {lexicon.root_id for lexicon in lexicons if lexicon.is_draft}
    context = {
        "title": "词库",
        "lexicons": lexicons,
        "startable": [root for root in kept_roots(request.user) if root.pk not in drafted],
        "keeps": request.user.has_perm(KEEP),
        "alarms": open_alarms(request.user).count() if request.user.has_perm(KEEP) else 0,
    }
    return render(request, "reviews/lexicons/list.html", context)


@guard(KEEP)
@require_POST
def start(request: HttpRequest, root_id: int) -> HttpResponse:
    """Begin a draft for a tree."""
    root: Unit | None = next((unit for unit in kept_roots(request.user) if unit.pk == root_id), None)
    if root is None:
        raise Http404
    try:
        draft = actions.start_draft(root, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
        return redirect("reviews:lexicons")
    messages.success(request, "已新建词库草稿，发布后才会使用。")
    return redirect("reviews:lexicon", draft.pk)


class TermFilters(PortalFilterSet):
    """Entries by words, kind, category and grade."""

    q = django_filters.CharFilter(label="词条、正确写法或排序组", method="by_words")
    kind = django_filters.MultipleChoiceFilter(label="类型", choices=Kind.choices)
    category = django_filters.MultipleChoiceFilter(
        label="类别", choices=[(code, f"{code} {name}") for code, name in PROHIBITED.items()]
    )
    grade = django_filters.MultipleChoiceFilter(label="等级", choices=Grade.choices)

    def by_words(self, rows: QuerySet[LexiconTerm], name: str, value: str) -> QuerySet[LexiconTerm]:
        """Return the entries that contain the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(text__icontains=words) | Q(right__icontains=words) | Q(group__icontains=words))


def _grade(term: LexiconTerm) -> str:
    return str(Grade(term.entry.weight).label) if term.kind not in (Kind.ALLOW, Kind.SITE) else ""


class TermList(ListPage):
    """The entries of one version."""

    code, title, noun = "lexicon", "词库", "个词条"
    filterset_class = TermFilters
    template_name = "reviews/lexicons/terms.html"
    order = "pk"
    exportable = False
    empty = ("没有符合条件的词条", "可以去掉部分筛选条件再查；草稿里可以增加或导入词条。")
    columns = (
        Column("text", "词条", main=True, fixed=True, sub=lambda term: "谐音也算" if term.homophone else ""),
        Column("kind", "类型"),
        Column("category", "类别", value=lambda term: term.category and f"{term.category} {PROHIBITED[term.category]}"),
        Column("grade", "等级", value=_grade, status=True),
        Column("right", "正确写法"),
        Column("exceptions", "例外语境"),
        Column("group", "排序组", value=lambda term: term.group and f"{term.group} 第 {term.position}"),
        Column("advice", "处理意见", shown=False),
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember the columns, for those who may read the version."""
        find_lexicon(request, self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    def rows(self, request: HttpRequest) -> QuerySet[LexiconTerm]:
        """Return the entries of the version in the address."""
        self.lexicon = find_lexicon(request, self.kwargs["pk"])
        self.keeps = self.lexicon.is_draft and request.user.has_perm(KEEP, self.lexicon)
        return self.lexicon.terms.all()

    def batch(self, request: HttpRequest) -> list[BatchAction]:
        """Entries of a draft can be taken out."""
        if not self.keeps:
            return []
        url = reverse("reviews:lexicon-remove", args=[self.lexicon.pk])
        return [BatchAction("删除所选词条", url, testid="remove", danger=True)]

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """The version and what may be done with it."""
        return {"lexicon": self.lexicon, "keeps": self.keeps, "title": str(self.lexicon)}


terms = guard(READ)(TermList.as_view())


@guard(KEEP)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the chosen entries out of a draft."""
    draft = find_lexicon(request, pk, draft=True)
    chosen = [int(one) for one in request.POST.getlist("chosen")[:SHOWN] if one.isdecimal() and len(one) < 19]
    try:
        gone = actions.remove_terms(draft, chosen, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    else:
        messages.success(request, f"已删除 {gone} 个词条。")
    return redirect("reviews:lexicon", draft.pk)


@guard(KEEP)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one entry to a draft."""
    draft = find_lexicon(request, pk, draft=True)
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()

        def act() -> str:
            term = actions.add_term(draft, form.entry(), by=request.user, at=at)
            messages.success(request, f"已增加“{term}”。")
            return reverse("reviews:lexicon-add", args=[draft.pk])

        try:
            return redirect(act_once(form.cleaned_data["once"], act, by=request.user, at=at))
        except Refused as refused:
            refuse(request, refused, form)
    context = {"title": "增加词条", "lexicon": draft, "form": form}
    return render(request, "reviews/lexicons/add.html", context, status=422 if form.errors else 200)


@guard(READ)
@require_http_methods(["GET", "POST"])
def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs from the version before; for a draft, the button that publishes it."""
    lexicon = find_lexicon(request, pk)
    keeps = lexicon.is_draft and request.user.has_perm(KEEP, lexicon)
    if request.method == "POST":
        if not keeps:
            raise Http404
        try:
            actions.publish(lexicon, by=request.user, at=timezone.now())
        except Refused as refused:
            refuse(request, refused)
            return redirect("reviews:lexicon-compare", lexicon.pk)
        messages.success(request, f"{lexicon} 已发布，此后的预检都用这个版本。")
        return redirect("reviews:lexicon", lexicon.pk)
    before = lexicon.based_on
    changes = compare(
        (term.entry for term in before.terms.all()) if before else (), (term.entry for term in lexicon.terms.all())
    )
    context = {
        "title": "发布前核对" if keeps else "与前一版对照",
        "lexicon": lexicon, "before": before, "changes": changes[:SHOWN], "number": len(changes), "keeps": keeps,
    }  # fmt: skip
    return render(request, "reviews/lexicons/compare.html", context)


@guard(KEEP)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a draft."""
    draft = find_lexicon(request, pk, draft=True)
    if request.method == "GET":
        return render(request, "reviews/lexicons/discard.html", {"title": "删除词库草稿", "lexicon": draft})
    name = str(draft)
    try:
        actions.discard(draft, by=request.user, at=timezone.now())
        messages.success(request, f"{name}的草稿已删除。")
    except Refused as refused:
        refuse(request, refused)
    return redirect("reviews:lexicons")


@guard(READ)
@require_GET
def export(request: HttpRequest, pk: int) -> FileResponse:
    """Download a version as a workbook that can be read back."""
    lexicon = find_lexicon(request, pk)
    at = timezone.now()
    actions.note_export(lexicon, by=request.user, at=at)
    entries = (term.entry for term in lexicon.terms.all().iterator(5000))
    return as_workbook(entries, name=f"{lexicon}.xlsx", by=str(request.user), at=at)
