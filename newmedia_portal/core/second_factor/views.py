"""账户安全: the second factor of oneself, the check after the password, and the reset by the security administrator."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ..access.guard import SIGNED_IN, guard
from ..access.models import User
from ..refusals import Refused
from ..releases.actions import ask
from ..sso.own import standing
from . import actions, codes, sessions
from .binding import is_bound
from .forms import CodeForm, EnrolForm, ProofForm, ReasonForm
from .models import Authenticator

METHODS = ["GET", "POST"]
OVERVIEW = "second-factor:overview"
hidden = sensitive_post_parameters("code", "old_code", "password")


@guard(SIGNED_IN)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show whether the second factor runs, and what can be done about it."""
    device = Authenticator.objects.filter(user=request.user).first()
    left = device.recovery_codes.filter(used_at__isnull=True).count() if device else 0
    context = {
        "title": "账户安全", "device": device, "left": left, "bound": is_bound(request.user),
        "outer": standing(request.user), "outer_name": settings.SSO_LABEL,
    }  # fmt: skip
    return render(request, "second_factor/overview.html", context)


@guard(SIGNED_IN)
@hidden
@require_http_methods(METHODS)
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password; who owes none goes on."""
    on = sessions.way_on(request, request.POST.get("next") or request.GET.get("next", ""))
    person = request.at_the_door  # type: ignore[attr-defined]
    if person is None:
        return redirect(on)
    recovery = "recovery" in request.GET
    form = CodeForm(request.POST or None, recovery=recovery)
    locked = False
    if form.is_bound and form.is_valid():
        try:
            actions.prove(person, typed=form.cleaned_data["code"], by=person, at=timezone.now())
        except Refused as refusal:
            form.add_error("code", refusal.message)
            locked = isinstance(refusal, actions.Locked)
        else:
            sessions.mark_proved(request, person)
            return redirect(on)
    other = reverse("second-factor:check") + ("?" if recovery else "?recovery=1&") + urlencode({"next": on})
    context = {"title": "输入验证码", "form": form, "next": on, "recovery": recovery, "other": other}
    return render(request, "second_factor/check.html", context, status=429 if locked else _seen(form))


@guard(SIGNED_IN)
@hidden
@require_http_methods(METHODS)
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the secret and take the first code: for the first time, or for another phone."""
    at_the_door = request.at_the_door is not None  # type: ignore[attr-defined]
    person, at = sessions.person_of(request), timezone.now()
    replacing = person.second_factor_since is not None
    if "next" in request.GET:
        request.session[sessions.NEXT] = sessions.way_on(request, request.GET["next"])
    secret = sessions.pending_secret(request)
    form = EnrolForm(request.POST or None, request=request, at_the_door=at_the_door, replacing=replacing)
    if form.is_bound and form.is_valid() and _enrolled(request, form, person, secret):
        return redirect("second-factor:codes")
    context = {
        "title": "更换手机" if replacing else "启用第二因素", "form": form, "replacing": replacing,
        "at_the_door": at_the_door, "picture": codes.picture_of(secret, person.get_username()),
        "typed": codes.as_typed(secret), "person": person, "now": at,
        "frame": "second_factor/door.html" if at_the_door else "base.html",
    }  # fmt: skip
    return render(request, "second_factor/enrol.html", context, status=_seen(form))


def _enrolled(request: HttpRequest, form: EnrolForm, person: User, secret: str) -> bool:
    """Enrol, let the session in and keep the codes for the next page; a refusal becomes an error of the form."""
    data, at = form.cleaned_data, timezone.now()
    try:
        if "old_code" in form.fields:
            if codes.step_of(secret, codes.plain(data["code"]), at=at) is None:
                raise Refused(actions.WRONG_NEW, field="code")
            _prove_old(person, data["old_code"])
        shown = actions.enrol(person, secret=secret, typed=data["code"], by=person, at=at)
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    request.session.pop(sessions.NEW, None)
    sessions.keep_codes(request, shown, at=at)
    sessions.mark_proved(request, person)
    return True


def _prove_old(person: User, typed: str) -> None:
    try:
        actions.prove(person, typed=typed, by=person, at=timezone.now())
    except Refused as refusal:
        refusal.field = "old_code"
        raise


@guard(SIGNED_IN)
@require_http_methods(METHODS)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes until the person says that they are kept; then they are gone."""
    if request.method == "POST":
        request.session.pop(sessions.CODES, None)
        return redirect(request.session.pop(sessions.NEXT, "") or reverse(OVERVIEW))
    shown = sessions.waiting_codes(request, at=timezone.now())
    if not shown:
        messages.error(request, "恢复码只在生成后显示一次。没有保存的，请更换一组新的。")
        return redirect(OVERVIEW)
    context = {"title": "保存恢复码", "codes": shown, "person": request.user}
    return render(request, "second_factor/codes.html", context)


@guard(SIGNED_IN)
@require_GET
def codes_as_text(request: HttpRequest) -> HttpResponse:
    """Hand out the new recovery codes as a text file, as long as they are shown."""
    shown = sessions.waiting_codes(request, at=timezone.now())
    if not shown:
        messages.error(request, "恢复码只在生成后显示一次。没有保存的，请更换一组新的。")
        return redirect(OVERVIEW)
    head = (
        f"{codes.ISSUER} 恢复码",
        f"登录名：{request.user.get_username()}",
        "每个只能用一次。请离开电脑妥善保管。",
        "",
    )
    text = "\ufeff" + "".join(f"{line}\r\n" for line in (*head, *shown))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer


@guard(SIGNED_IN)
@hidden
@require_http_methods(METHODS)
def renew(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, after password and code."""
    form = ProofForm(request.POST or None, request=request)

    def act() -> None:
        sessions.keep_codes(
            request, actions.renew_codes(request.user, by=request.user, at=timezone.now()), at=timezone.now()
        )

    if _proved(request, form, act):
        return redirect("second-factor:codes")
    lead = "生成十个新的恢复码，原来的全部作废。"
    return _form_page(request, form, title="更换恢复码", button="生成新的恢复码", lead=lead)


@guard(SIGNED_IN)
@hidden
@require_http_methods(METHODS)
def end(request: HttpRequest) -> HttpResponse:
    """Give the second factor up, after password and code; refused where it is mandatory."""
    try:
        actions.refuse_where_bound(request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(OVERVIEW)
    form = ProofForm(request.POST or None, request=request)
    if _proved(request, form, lambda: actions.give_up(request.user, by=request.user, at=timezone.now())):
        messages.success(request, "第二因素已停用，以后只用密码登录。")
        return redirect(OVERVIEW)
    lead = "停用后只用密码登录，验证器和恢复码都作废。"
    return _form_page(request, form, title="停用第二因素", button="停用第二因素", lead=lead, danger=True)


@guard("core.reset_second_factor")
@require_http_methods(METHODS)
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that the second factor of somebody who lost phone and codes be reset; another administrator releases it."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = ask(person, what="factor", reason=form.cleaned_data["reason"], by=_me(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, "申请已提交，等待另一位管理员核准，并已发消息告知本人。")
            return redirect("releases:detail", row.pk)
    lead = f"另一位管理员核准后，“{person}”的验证器和全部恢复码作废，本人凭密码登录后重新启用。请先当面核实身份。"
    back = reverse("people:detail", args=[person.pk])
    return _form_page(request, form, title="申请重置第二因素", button="提交申请", lead=lead, danger=True, back=back)


def _me(request: HttpRequest) -> Any:
    return request.user


def _proved(request: HttpRequest, form: ProofForm, act: Any) -> bool:
    """Do something for a person who has given password and code; a refusal becomes an error of the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        actions.prove(request.user, typed=form.cleaned_data["code"], by=request.user, at=timezone.now())
        act()
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    context.setdefault("back", reverse(OVERVIEW))
    return render(request, "second_factor/form_page.html", {"form": form, **context}, status=_seen(form))


def _seen(form: Any) -> int:
    """Return the status of a page with a form: 422 where something in it was refused."""
    return 422 if form.is_bound and form.errors else 200
