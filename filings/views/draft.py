"""Filling in (填报): task list, tasks, papers, check page, hand-in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.uploads import accept_of, hand_out, labels_of
from newmedia_portal.regimes.schema import FieldUse, PaperUse, Task

from .. import actions
from ..actions.papers import SIGNED_FORM, papers_still_due
from ..actions.submit import Incomplete
from ..content import kind_of
from ..formats import PICTURE_FIELDS, formats_of
from ..forms import TaskForm, people_formset, read_people
from ..models import Attachment, Filing
from ..overtaken import overtaken
from ..problems import problems_of
from ..states import EDITABLE, IN_PROGRESS
from ..summary import answers_of, tasks_of
from .common import can_edit, find, refuse

VIEW = "filings.list_filings"


def editable(request: HttpRequest, pk: int) -> Filing:
    """Return a filing that the person may fill in now; anything else is not found."""
    filing = find(request, pk)
    if not can_edit(request, filing) or filing.state not in EDITABLE:
        raise Http404
    return filing


def _handed_in(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Lead who comes back to a task after the hand-in (second tab, way back) to the case, and say why."""
    filing = find(request, pk)
    if not can_edit(request, filing) or filing.state not in IN_PROGRESS:
        return None
    said = "该备案已经提交，填报内容不能再改；需要修改的，请先撤回，或等退回补正。"
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": said}, status=409)
    messages.warning(request, said)
    return redirect("filings:detail", pk)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One task: saved while typing, checked when the person goes on."""
    if (elsewhere := _handed_in(request, pk)) is not None:
        return elsewhere
    filing = editable(request, pk)
    chosen = next((t for t in kind_of(filing).tasks if t.code == code), None)
    if chosen is None:
        raise Http404
    asks_people = any(use.code == "team" for use in chosen.fields)
    sent = request.POST if request.method == "POST" else None
    form = TaskForm(filing, chosen, sent)
    people = people_formset(filing, sent) if asks_people else None
    if request.method == "POST":
        answer = _save(request, filing, chosen, form, people)
        if answer is not None:
            return answer
    page = _task_page(filing, chosen, form, people)
    page["overtaken"] = form.overtaken
    if request.GET.get("from") == "check":
        page |= _from_check(request, filing, chosen, form, page["title"])
    return render(request, "filings/task.html", page)


def _from_check(request: HttpRequest, filing: Filing, chosen: Task, form: TaskForm, title: str) -> dict[str, Any]:
    """Show what the check page found at its fields, and lead back there."""
    if request.method == "POST":
        return {"from_check": True}
    missing = [problem for problem in problems_of(filing) if problem.task == chosen.code]
    form.show(missing)
    return {"from_check": True, "missing": missing, "title": f"有错误 · {title}" if missing else title}


def _save(request: HttpRequest, filing: Filing, chosen: Task, form: TaskForm, people: Any) -> HttpResponse | None:
    """Save what passed; by hand only all of it, while typing whatever is right already."""
    quiet = "application/json" in request.headers.get("Accept", "")
    sound = form.is_valid() & (people is None or people.is_valid())
    if "version" not in form.cleaned_data or not (sound or quiet):
        return JsonResponse({"message": "页面已过期,请刷新后再填。"}, status=422) if quiet else None
    try:
        actions.save_task(
            filing,
            answers=form.answers(),
            team=read_people(people) if people is not None and people.is_valid() else None,
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        if quiet:
            return JsonResponse({"message": refused.message}, status=409 if isinstance(refused, Conflict) else 422)
        refuse(request, refused, form)
        if isinstance(refused, Conflict):
            _lay_beside(request, filing, chosen, form, people)
        return None
    return _saved(filing, sound) if quiet else redirect(_next_page(filing, chosen, request.POST.get("go", "")))


def _lay_beside(request: HttpRequest, filing: Filing, chosen: Task, form: TaskForm, people: Any) -> None:
    """Keep what was typed, show what is stored beside it, and let the next save be a knowing one."""
    filing.refresh_from_db()
    team = read_people(people) if people is not None and people.is_valid() else None
    form.overtaken = overtaken(filing, chosen, form.answers(), team)
    sent = request.POST.copy()
    sent["version"] = str(filing.version)
    form.data = sent


def _saved(filing: Filing, sound: bool) -> JsonResponse:
    """Answer a save that happened while typing."""
    saved = timezone.localtime(filing.saved_at).strftime("%H:%M")
    message = f"已自动保存 {saved}" if sound else f"已自动保存 {saved},看不懂的内容除外,请在本页核对。"
    answer = {"message": message, "saved_at": saved, "fields": {"version": filing.version}}
    return JsonResponse(answer, status=200 if sound else 422)


def _next_page(filing: Filing, chosen: Task, go: str) -> Any:
    from django.urls import reverse

    codes = [item.code for item in kind_of(filing).tasks]
    place = codes.index(chosen.code) + 1
    if go == "check":
        return reverse("filings:check", args=[filing.pk])
    if go == "list":
        return reverse("filings:detail", args=[filing.pk])
    if place < len(codes):
        return reverse("filings:task", args=[filing.pk, codes[place]])
    papers = kind_of(filing).papers
    return reverse("filings:papers" if papers else "filings:check", args=[filing.pk])


def _task_page(filing: Filing, chosen: Task, form: TaskForm, people: Any) -> dict[str, Any]:
    steps = tasks_of(filing)
    place = next(n for n, item in enumerate(steps, start=1) if item.code == chosen.code)
    return {
        "filing": filing,
        "task": chosen,
        "form": form,
        "people": people,
        "place": place,
        "steps": steps,
        "title": f"{chosen.label} · {filing}",
        "before": filing.before,
    }


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload and remove papers; every fault of a file is said in words.

    While the filing is under way only the papers that are due at acceptance may still come (reading A12), and after
    the approval the form that bears the seals of both.
    """
    filing = find(request, pk)
    uses = _papers_asked(filing)
    if not can_edit(request, filing) or not uses:
        raise Http404
    error, paper = "", request.POST.get("paper", "")
    if request.method == "POST":
        try:
            upload: Any = request.FILES.get("file")
            actions.add_paper(filing, paper=paper, upload=upload, by=request.user, at=timezone.now())
            messages.success(request, "材料已上传。")
            return redirect("filings:papers", pk)
        except Refused as refused:
            error = refused.message
    present = list(filing.attachments.filter(removed_at__isnull=True))
    rows = [_paper_row(use, [a for a in present if a.paper == use.code], error, paper) for use in uses]
    shown = {"rows": rows, "steps": tasks_of(filing), "error": error, "largest": settings.UPLOAD_LARGEST_MB}
    context = {
        "filing": filing,
        **shown,
        "most": settings.UPLOAD_MOST_FILES,
        "open": filing.state in EDITABLE,
        "error_at": paper if any(use.code == paper for use in uses) else "",
    }
    return render(request, "filings/papers.html", context, status=422 if error else 200)


def _paper_row(use: PaperUse | FieldUse, files: list[Attachment], error: str, asked: str) -> dict[str, Any]:
    kinds = formats_of(use.code)
    told = {"kinds": labels_of(kinds), "accept": accept_of(kinds)}
    return {"use": use, "files": files, "error": error if use.code == asked else "", **told}


def _papers_asked(filing: Filing) -> list[PaperUse | FieldUse]:
    """Return what may be uploaded now; pictures that the form asks for stand after the papers."""
    kind = kind_of(filing)
    if filing.state in EDITABLE:
        return [*kind.papers, *(use for use in kind.fields if use.code in PICTURE_FIELDS)]
    due = papers_still_due(filing)
    uses: list[PaperUse | FieldUse] = [use for use in kind.papers if use.code in due]
    if not uses and SIGNED_FORM in due:
        article = filing.edition.edition.print_form(kind.print_form).article
        uses.append(PaperUse(code=SIGNED_FORM, required=False, article=article))
    return uses


@guard(VIEW)
@require_POST
def remove_paper(request: HttpRequest, pk: int, paper_id: int) -> HttpResponse:
    """Take a paper out of a draft."""
    filing = editable(request, pk)
    attachment = get_object_or_404(filing.attachments.filter(removed_at__isnull=True), pk=paper_id)
    actions.remove_paper(attachment, by=request.user, at=timezone.now())
    messages.success(request, f"已移除“{attachment.name}”。")
    return redirect("filings:papers", pk)


@guard(VIEW)
@require_http_methods(["GET"])
def download(request: HttpRequest, pk: int, paper_id: int) -> HttpResponseBase:
    """Hand out a paper as a download, logged; never shown inside the portal's own page."""
    filing = find(request, pk)
    attachment = get_object_or_404(Attachment, filing=filing, pk=paper_id)
    record("filing.paper_downloaded", by=request.user, at=timezone.now(), obj=filing, after={"name": attachment.name})
    return hand_out(attachment.file, name=attachment.name, content_type=attachment.content_type)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers with 更改 beside each, what is missing, and the hand-in.

    A second click, or the way back after the hand-in, leads to the receipt and says so.
    """
    if can_edit(request, filing := find(request, pk)) and filing.state in IN_PROGRESS:
        messages.info(request, "该备案已经提交,不需要再次提交。")
        return redirect("filings:receipt", pk)
    filing = editable(request, pk)
    problems = problems_of(filing)
    refused_words = ""
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
            actions.submit(filing, version=number, by=request.user, at=timezone.now())
            return redirect("filings:receipt", pk)
        except Incomplete as incomplete:
            problems = incomplete.problems
        except Refused as refused:
            refused_words = refused.message
    context = {
        "filing": filing,
        "kind": kind_of(filing),
        "sections": answers_of(filing),
        "problems": problems,
        "asked": request.method == "POST",
        "refused": refused_words,
        "steps": tasks_of(filing),
    }
    return render(request, "filings/check.html", context)


@guard(VIEW)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a draft that was never handed in."""
    filing = editable(request, pk)
    try:
        actions.discard(filing, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
        return redirect("filings:detail", pk)
    messages.success(request, "草稿已删除。")
    return redirect("filings:list")
