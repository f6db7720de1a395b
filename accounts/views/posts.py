"""Posts: appointing, ending, handing over, training; by the administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Post, User

from ..actions import people as actions
from ..actions.common import edition_of
from ..actions.people.gaps import OFFBOARDING, record_rules
from ..forms.handover import EndForm, PassOnForm, takers_in
from ..forms.people import AppointForm, StaffRecordForm, TrainingForm
from ..handover.holders import Group, stranded_on
from .common import form_page, run
from .people import visible_people

MANAGE = "core.manage_people"
METHODS = ["GET", "POST"]


@guard(MANAGE)
@require_http_methods(METHODS)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    form = AppointForm(request.POST or None, by=request.user)

    def act(data: dict[str, Any]) -> None:
        actions.appoint(person, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, person, f"已为{person}办理任职,可见范围随岗位生效。")
    return _show(request, form, person, title=f"为{person}办理任职", button="办理任职")


@guard(MANAGE)
@require_http_methods(METHODS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    post = _post(request, pk)
    groups = stranded_on(post.user, at=timezone.now(), ending=post)
    form = EndForm(request.POST or None, groups=groups, post=post)

    def act(data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("until", "reason")}
        actions.end_post(post, **facts, takers=takers_in(form), by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        messages.success(request, f"{post.user}已离任。请按移交清单逐项办理。")
        return redirect("people:handover", post.handover.pk)
    lead = f"{post.user}现任{post}。有接任人的,请改用离任移交。"
    return _show(request, form, post.user, title="办理离任", button="办理离任", lead=lead, danger=True, **_held(groups))


@guard(MANAGE)
@require_http_methods(METHODS)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a post to a successor."""
    post = _post(request, pk)
    groups = stranded_on(post.user, at=timezone.now(), ending=post)
    form = PassOnForm(request.POST or None, groups=groups, post=post, initial={"title": post.title})

    def act(data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("to", "on", "title", "reason", "trained_on")}
        actions.hand_over(post, **facts, takers=takers_in(form), by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        messages.success(request, "移交已办理，名下事项转给接手人。请按移交清单逐项办理。")
        return redirect("people:handover", post.handover.pk)
    lead = f"{post.user}现任{post}。移交当日起由接任人任职,点名由本人承办的待办一并转交。"
    return _show(request, form, post.user, title="离任移交", button="办理移交", lead=lead, **_held(groups))


@guard(MANAGE)
@require_http_methods(METHODS)
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter when somebody was trained."""
    post = _post(request, pk)
    form = TrainingForm(request.POST or None, initial={"trained_on": post.trained_on})

    def act(data: dict[str, Any]) -> None:
        actions.record_training(post, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, post.user, "培训记录已保存。")
    return _show(request, form, post.user, title=f"登记{post.user}的培训", button="保存培训记录", lead=f"岗位:{post}。")


@guard("core.view_people")
@require_http_methods(METHODS)
def staff_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a check or an education that the edition asks for; by the unit itself or the administrators."""
    posts = Post.objects.visible_to(request.user).select_related("user", "unit__root")
    post = get_object_or_404(posts, pk=pk)
    rules = record_rules(edition_of(post.unit, timezone.localdate()), post.role)
    rules = [rule for rule in rules if (rule.code == OFFBOARDING) == (post.until is not None)]
    own = post.user_id == request.user.pk
    if not rules or own or not request.user.has_perm("accounts.record_staff", post.unit):
        raise Http404
    form = StaffRecordForm(request.POST or None, rules=rules)

    def act(data: dict[str, Any]) -> None:
        actions.record_staff(post, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, post.user, "队伍管理记录已登记。")
    return _show(request, form, post.user, title="登记队伍管理记录", button="登记", lead=f"{post.user},岗位:{post}。")


def _post(request: HttpRequest, pk: int) -> Post:
    posts = Post.objects.visible_to(request.user).filter(until__isnull=True).select_related("user", "unit__root")
    return get_object_or_404(posts, pk=pk)


def _held(groups: list[Group]) -> dict[str, Any]:
    """Return what the form page shows above the form: everything that the post leaves behind."""
    return {"groups": groups, "template": "handover/end.html"}


def _show(request: HttpRequest, form: Any, person: User, *, title: str, button: str, **more: Any) -> HttpResponse:
    back = reverse("people:detail", args=[person.pk])
    return form_page(request, form, title=title, button=button, back=back, crumbs=(person.full_name, back), **more)


def _done(request: HttpRequest, person: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:detail", person.pk)
