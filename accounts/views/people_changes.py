"""Changes of people by the administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.releases.actions import ask
from newmedia_portal.core.releases.deciding import needs_release
from newmedia_portal.core.releases.models import ReleaseRequest
from newmedia_portal.core.releases.states import What
from newmedia_portal.core.ui.meanwhile import on_newest

from ..actions import people as actions
from ..forms.people import AskPasswordForm, ChangePersonForm, InstanceRoleForm, NewPersonForm, PasswordForm
from .common import form_page, run
from .people import visible_people

MANAGE = "core.manage_people"
METHODS = ["GET", "POST"]


@guard(MANAGE)
@require_http_methods(METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    form = NewPersonForm(request.POST or None)
    made: list[User] = []

    def act(data: dict[str, Any]) -> None:
        made.append(actions.add_person(by=request.user, at=timezone.now(), **data))

    if request.method == "POST" and run(form, act):
        messages.success(request, f"已新增人员“{made[0]}”。请接着办理任职。")
        return redirect("people:detail", made[0].pk)
    back = reverse("people:list")
    return form_page(request, form, title="新增人员", button="新增人员", back=back, crumbs=("人员", back))


@guard(MANAGE)
@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a person; the number stays unless a new one is given."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    form = _change_form(person, request.POST or None)

    def act(data: dict[str, Any]) -> None:
        values = {name: value for name, value in data.items() if name != "phone" or value}
        actions.change_person(person, by=request.user, at=timezone.now(), **values)

    if request.method == "POST" and run(form, act):
        return _done(request, person, "人员资料已保存。")
    form, differences = on_newest(request, form, lambda data: _change_form(User.objects.get(pk=pk), data))
    return _show(request, form, person, title="修改人员资料", button="保存人员资料", differences=differences)


def _change_form(person: User, data: Any) -> ChangePersonForm:
    names = ("full_name", "office_phone", "email", "is_active")
    return ChangePersonForm(data, initial={name: getattr(person, name) for name in names})


@guard(MANAGE)
@require_http_methods(METHODS)
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a new first password; for whoever has more than a desk, ask another administrator to release it."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    if needs_release(person) or person.pk == request.user.pk:
        return _ask_for_password(request, person)
    form = PasswordForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        actions.set_password(person, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, person, "初始密码已重置,请当面告知本人。")
    return _show(request, form, person, title="重置登录密码", button="重置密码")


def _ask_for_password(request: HttpRequest, person: User) -> HttpResponse:
    form = AskPasswordForm(request.POST or None)
    made: list[ReleaseRequest] = []

    def act(data: dict[str, Any]) -> None:
        by: Any = request.user
        made.append(ask(person, what=What.PASSWORD, by=by, at=timezone.now(), **data))

    if request.method == "POST" and run(form, act):
        messages.success(request, "申请已提交，等待另一位管理员核准，并已发消息告知本人。核准以前新密码不生效。")
        return redirect("releases:detail", made[0].pk)
    lead = "此人是三员、担任审核等岗位或已启用第二因素，新密码须由另一位管理员核准后才生效。请先当面核实身份。"
    return _show(request, form, person, title="申请重置登录密码", button="提交申请", lead=lead)


@guard(MANAGE)
@require_http_methods(METHODS)
def instance_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Name one of the three separated administrators; the security administrator alone."""
    if request.user.instance_role != InstanceRole.SECURITY:
        raise Http404
    person = get_object_or_404(visible_people(request.user), pk=pk)
    form = InstanceRoleForm(request.POST or None, initial={"role": person.instance_role})

    def act(data: dict[str, Any]) -> None:
        actions.set_instance_role(person, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, person, "三员角色已保存。")
    lead = "系统管理员、安全管理员、审计管理员由三人分别担任,互不兼任,也不担任业务岗位。"
    return _show(request, form, person, title="设定三员角色", button="保存三员角色", lead=lead)


def _show(request: HttpRequest, form: Any, person: User, *, title: str, button: str, **more: Any) -> HttpResponse:
    back = reverse("people:detail", args=[person.pk])
    return form_page(request, form, title=title, button=button, back=back, crumbs=(person.full_name, back), **more)


def _done(request: HttpRequest, person: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:detail", person.pk)
