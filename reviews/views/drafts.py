"""Writing, checking and handing in a post (撰稿、核对、提交)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.workflow import chain

from .. import actions
from ..actions.submit import Incomplete
from ..drafting import answers_of, hits_to_mend, steps_ahead
from ..forms.drafts import DraftForm, ExplainForm
from ..models import Post
from ..permissions import AUTHORS
from ..prechecking import precheck
from ..problems import problems_of
from ..richtext import mark
from ..states import PostState
from .common import VIEW, can_edit, find, refuse


def editable(request: HttpRequest, pk: int) -> Post:
    """Return a post that the person may write on now; anything else is not found."""
    post = find(request, pk)
    if not can_edit(request, post) or not post.is_editable:
        raise Http404
    return post


@guard("reviews.start_post")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post; who writes for several units says for which."""
    units = _units(request)
    if request.method == "POST" or len(units) == 1:
        chosen = next((unit for unit in units if str(unit.pk) == request.POST.get("unit", "")), None)
        unit = chosen or (units[0] if len(units) == 1 else None)
        if unit is not None and request.method == "POST":
            return _begin(request, unit)
    token = request.POST.get("token") or request.request_id  # type: ignore[attr-defined]
    return render(request, "reviews/new.html", {"units": units, "token": token})


def _begin(request: HttpRequest, unit: Unit) -> HttpResponse:
    try:
        token = request.POST.get("token", "")[:40]
        post = actions.start(unit, by=request.user, at=timezone.now(), token=token)
    except Refused as refused:
        refuse(request, refused)
        return redirect("reviews:new")
    return redirect("reviews:edit", post.pk)


def _units(request: HttpRequest) -> list[Unit]:
    return list({p.unit_id: p.unit for p in posts_of(request.user) if p.role in AUTHORS}.values())


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The writing page: saved while typing, checked when the person goes on."""
    post = editable(request, pk)
    addresses = {"upload_url": reverse("reviews:picture-upload", args=[pk]), "clean_url": reverse("reviews:clean")}
    form = DraftForm(post, request.POST if request.method == "POST" else None, addresses=addresses)
    if request.method == "POST":
        answer = _save(request, post, form)
        if answer is not None:
            return answer
    taken = actions.held_by_other(post, by=request.user, at=timezone.now())
    checked = precheck(post)
    problems = problems_of(post, checked) if request.GET.get("from") == "check" else []
    context = {
        "post": post,
        "form": form,
        "taken": taken,
        "hits": hits_to_mend(post, checked),
        "problems": problems,
        "files": post.attachments.filter(removed_at__isnull=True),
        "returned": chain.runs_of(post).last() if post.state == PostState.RETURNED else None,
        "rules": post.edition.edition.review,
    }
    return render(request, "reviews/edit.html", context)


def _save(request: HttpRequest, post: Post, form: DraftForm) -> HttpResponse | None:
    """Save what passed; by hand only all of it, while typing whatever is right already."""
    quiet = "application/json" in request.headers.get("Accept", "")
    sound = form.is_valid()
    if "row_version" not in form.cleaned_data or not (sound or quiet):
        return JsonResponse({"message": "页面已过期,请刷新后再写。"}, status=422) if quiet else None
    try:
        version = form.cleaned_data["row_version"]
        actions.save(post, values=form.values(), version=version, by=request.user, at=timezone.now())
    except Refused as refused:
        if quiet:
            return JsonResponse({"message": refused.message}, status=409 if isinstance(refused, Conflict) else 422)
        refuse(request, refused, form)
        return None
    if not quiet:
        go = request.POST.get("go", "")
        return redirect("reviews:check" if go == "check" else "reviews:edit", post.pk)
    saved = timezone.localtime(post.saved_at).strftime("%H:%M")
    message = f"已自动保存 {saved}" if sound else f"已自动保存 {saved},看不懂的内容除外,请在本页核对。"
    return JsonResponse({"message": message, "saved_at": saved, "fields": {"row_version": post.row_version}})


@guard(VIEW)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the edit lock or give a sign of life; with `force` take it from somebody else, on record."""
    post = editable(request, pk)
    force = request.POST.get("force") == "yes"
    try:
        actions.take_lock(post, by=request.user, at=timezone.now(), force=force)
    except Conflict as conflict:
        return JsonResponse({"message": conflict.message}, status=409)
    return redirect("reviews:edit", pk) if force else JsonResponse({"message": ""})


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything as it will be signed, the pre-check, who will sign, and the hand-in."""
    post = find(request, pk)
    if can_edit(request, post) and post.state == PostState.REVIEW:
        messages.info(request, "该稿件已经提交,不需要再次提交。")
        return redirect("reviews:submitted", pk)
    post = editable(request, pk)
    checked, refused_words = precheck(post), ""
    problems = problems_of(post, checked)
    if request.method == "POST":
        try:
            actions.submit(post, version=_number(request.POST.get("version", "")), by=request.user, at=timezone.now())
            return redirect("reviews:submitted", pk)
        except Incomplete as incomplete:
            problems = incomplete.problems
        except Refused as refused:
            refused_words = refused.message
    context = {
        "post": post,
        "answers": answers_of(post),
        "hits": hits_to_mend(post, checked),
        "problems": problems,
        "asked": request.method == "POST",
        "refused": refused_words,
        "steps": steps_ahead(post),
        "body": mark(post.body, ()),
    }
    return render(request, "reviews/check.html", context, status=422 if context["asked"] else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@guard(VIEW)
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """State why a hit stays as it is."""
    post, form = editable(request, pk), ExplainForm(request.POST)
    back = "reviews:check" if request.POST.get("back") == "check" else "reviews:edit"
    if not form.is_valid():
        messages.error(request, "请写明不改的理由(不超过 300 字)。")
        return redirect(back, pk)
    try:
        actions.explain(post, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "说明已保存,审核人会看到。")
    except Refused as refused:
        refuse(request, refused)
    return redirect(back, pk)


@guard(VIEW)
@require_http_methods(["GET"])
def submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of the hand-in: number, who reviews now, until when, what comes next; stays at its address."""
    post = find(request, pk)
    run = chain.runs_of(post).last()
    if not post.number or run is None:
        return redirect("reviews:detail", pk)
    current = chain.current_step(run)
    holders = list(chain.holders(current)[:5]) if current else []
    context = {"post": post, "run": run, "current": current, "holders": holders, "steps": run.steps.exclude(
        state="cancelled").order_by("position")}  # fmt: skip
    return render(request, "reviews/submitted.html", context)


@guard(VIEW)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a draft that was never handed in."""
    post = editable(request, pk)
    try:
        actions.discard(post, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
        return redirect("reviews:edit", pk)
    messages.success(request, "草稿已删除。")
    return redirect("reviews:list")
