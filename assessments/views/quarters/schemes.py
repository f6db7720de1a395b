"""Versions of schemes (考核方案): a list, one version with its table, drafts."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage

from ...actions import quarters as actions
from ...forms.quarters import DraftSchemeForm
from ...models import SchemeVersion
from ...overtaken import Overtaken, beside, keep
from ...quarters.states import SchemeState
from ...scoring import check
from ...scoring.vocabulary import MEASURES, SOURCES
from .common import RUN, VIEW, find_scheme, refuse, runs


class SchemeList(ListPage):
    """The versions of the person's trees."""

    code, title, noun = "schemes", "考核方案", "个版本"
    template_name = "assessments/quarters/schemes.html"
    empty = ("还没有考核方案", "首次启动考核时，按制度版本生成默认方案，之后可以复制修改。")
    columns = (
        Column("title", "名称", main=True, fixed=True, width=36,
               url=lambda row: reverse("assessments:scheme", args=[row.pk])),
        Column("number", "版本", numeric=True),
        Column("root", "考核范围", value="root.name", width=28),
        Column("edition", "制度版本", value=lambda row: str(row.edition), width=30),
        Column("published_at", "发布时间", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[SchemeVersion]:
        """Return the visible versions; drafts only to those who run the assessment of a tree."""
        rows = SchemeVersion.objects.visible_to(request.user).select_related("root", "edition")
        if not runs(request):
            rows = rows.exclude(state=SchemeState.DRAFT)
        return rows.defer("content", "edition__content")


scheme_list = guard(VIEW)(SchemeList.as_view())


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version: its indicators, vetoes and bands with articles; the text below."""
    return _page(request, find_scheme(request, pk))


def _page(request: HttpRequest, version: SchemeVersion, *, status: int = 200, **more: Any) -> HttpResponse:
    scheme, faults = check(version.content)
    indicators = [
        {
            "item": one,
            "source": SOURCES[one.source],
            "measure": MEASURES[one.measure].label if one.measure in MEASURES else "",
            "guarded": one.measure in MEASURES and MEASURES[one.measure].guarded,
            "says": MEASURES[one.measure].says if one.measure in MEASURES else "",
        }
        for one in (scheme.indicators if scheme else ())
    ]
    context = {
        "title": str(version),
        "version": version,
        "scheme": scheme,
        "faults": faults,
        "indicators": indicators,
        "runs": request.user.has_perm(RUN, version),
        "is_draft": version.state == SchemeState.DRAFT,
        **more,
    }
    return render(request, "assessments/quarters/scheme.html", context, status=status)


def _mine(request: HttpRequest, pk: int) -> SchemeVersion:
    version = find_scheme(request, pk)
    if not request.user.has_perm(RUN, version):
        raise Http404
    return version


@guard(VIEW)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a version into a draft and open its editor."""
    version = _mine(request, pk)
    try:
        made = actions.draft_scheme(version, by=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, version, status=409, refused=refused.message)
    messages.success(request, "已复制为草稿，修改后请试算，再发布。")
    return redirect("assessments:scheme-edit", made.pk)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the text of a draft; its faults are listed by line."""
    version = _mine(request, pk)
    if version.state != SchemeState.DRAFT:
        raise Http404
    form = DraftSchemeForm(request.POST or None, initial={"content": version.content, "seen": version.digest})
    overtaken: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        content, seen = form.cleaned_data["content"], form.cleaned_data["seen"]
        try:
            version = actions.edit_scheme(version, content, by=request.user, at=timezone.now(), seen=seen)
            messages.success(request, "草稿已保存。")
            if not check(version.content)[1]:
                return redirect("assessments:scheme", pk)
        except Overtaken as refused:
            refuse(request, refused, form)
            version = _mine(request, pk)
            overtaken = beside(version.content, content)
            keep(form, request.POST, version.digest)
        except Refused as refused:
            refuse(request, refused, form)
    _, faults = check(request.POST.get("content", version.content))
    context = {
        "form": form, "title": f"修改草稿 · {version.title}", "version": version, "faults": faults,
        "overtaken": overtaken,
    }  # fmt: skip
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "assessments/quarters/scheme_edit.html", context, status=status)


@guard(VIEW)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    version = _mine(request, pk)
    try:
        actions.publish_scheme(version, by=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, find_scheme(request, pk), status=409, refused=refused.message)
    messages.success(request, "方案已发布，今后启动的考核使用这一版；已启动的仍用原方案。")
    return redirect("assessments:scheme", pk)


@guard(VIEW)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    version = _mine(request, pk)
    try:
        actions.drop_scheme(version, by=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, find_scheme(request, pk), status=409, refused=refused.message)
    messages.success(request, "草稿已删除。")
    return redirect("assessments:schemes")
