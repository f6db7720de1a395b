"""Log-in, log-out, password, display settings and the choice of a post."""

import errno
import sys
from typing import Any

from axes.helpers import get_cool_off, get_failure_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ..access.attempts import too_many
from ..access.guard import PUBLIC, SIGNED_IN, guard
from ..access.scope import posts_of
from ..access.sign_in import change_password
from ..passwords.age import has_expired, warning
from ..refusals import Refused
from ..sessions.keeping import moved
from ..sso.kinds import buttons
from ..sso.leaving import way_out
from ..workdays import working_days
from .days import NotADay, read_day
from .display import CHOICES, chosen_display, remember_display
from .forms import PortalFormMixin
from .texts import day_text

#: What PostgreSQL says of a statement that it ended: the time limit (statement_timeout).
STOPPED = "57014"
#: What the system says of a disk without space: full, over the quota, over the largest size.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class SignInForm(PortalFormMixin, AuthenticationForm):
    """User name and password (登录)."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。请核对后重新输入,连续输错会暂时锁定。",
        "inactive": "该用户已停用。请联系本单位管理员。",
        "outside_only": "本平台只有管理员使用本地密码。请返回登录页，用统一认证登录。",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse the local password of anybody but an administrator where the house keeps it for them alone."""
        super().confirm_login_allowed(user)
        if settings.SSO_LOCAL_LOGIN == "admins" and not user.instance_role:
            raise ValidationError(self.error_messages["outside_only"], code="outside_only")


class NewPasswordForm(PortalFormMixin, PasswordChangeForm):
    """Old password, new password twice (修改密码)."""


class SignIn(auth_views.LoginView):
    """The log-in page; says why one is here when an idle session has ended."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the template whether an idle session ended, or one that had lasted too long."""
        ended = {"idle": "idle" in self.request.GET, "over": "over" in self.request.GET}
        ways = buttons()
        local = (
            not ways or settings.SSO_LOCAL_LOGIN != "admins" or "local" in self.request.GET or bool(self.request.POST)
        )
        return super().get_context_data(
            **ended, max_hours=settings.SESSION_MAX_HOURS, outside=ways, local=local, outside_name=settings.SSO_LABEL,
            **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse unread where too many attempts have failed for this name or from this address."""
        if too_many(request, request.POST.get("username", ""), at=timezone.now()):
            return locked_out(request, crowd=True)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and say so when the password will soon be too old."""
        response = super().form_valid(form)
        if words := warning(form.get_user(), at=timezone.now()):
            messages.warning(self.request, words)
        return response

    def get_success_url(self) -> str:
        """Send people whose password must change to the page for that."""
        if getattr(self.request.user, "must_change_password", False):
            return reverse("password_change")
        return super().get_success_url()


class SignOut(auth_views.LogoutView):
    """Leaving; where an outer system let the person in, its own log-out page comes next."""

    next_page = "logged-out"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session here, then lead on: a page does, since a form may not be sent to another host (CSP)."""
        further = way_out(request)
        answer = super().post(request, *args, **kwargs)
        if further:
            answer = render(request, "sso/leaving.html", {"further": further})
            answer["Refresh"] = f"0; url={further}"
        answer["Clear-Site-Data"] = '"cache"'
        return answer


class ChangePassword(auth_views.PasswordChangeView):
    """The page on which a person changes the own password."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("workbench")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change the password and keep this session."""
        me, here = self.request.user, self.request.session.session_key
        change_password(me, password=form.cleaned_data["new_password1"], by=me, at=timezone.now(), keep=here)
        update_session_auth_hash(self.request, me)
        moved(here, self.request.session.session_key)
        messages.success(self.request, "密码已修改，其他各处的登录已结束。")
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the template whether the password has grown too old."""
        expired = has_expired(self.request.user, at=timezone.now())
        return super().get_context_data(expired=expired, max_days=settings.PASSWORD_MAX_DAYS, **kwargs)


login = guard(PUBLIC)(SignIn.as_view())
logout = guard(PUBLIC)(SignOut.as_view())
password_change = guard(SIGNED_IN)(ChangePassword.as_view())


@guard(PUBLIC)
@require_GET
def logged_out(request: HttpRequest) -> HttpResponse:
    """Say that the person has left."""
    return render(request, "registration/logged_out.html")


@guard(SIGNED_IN)
@require_POST
def set_unit(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own posts (切换单位与职务)."""
    wanted = request.POST.get("post", "")
    chosen = next((post for post in posts_of(request.user) if str(post.pk) == wanted), None)
    if chosen is None:
        raise Http404
    request.session["post"] = chosen.pk
    messages.success(request, f"现在以 {chosen.unit.name} {chosen.get_role_display()} 的身份办理。")
    return redirect(_way_back(request))


@guard(PUBLIC)
def display(request: HttpRequest) -> HttpResponse:
    """Choose large type and high contrast for this browser (显示设置)."""
    if request.method != "POST":
        chosen = chosen_display(request)
        choices = [(code, label, code in chosen) for code, label in CHOICES.items()]
        back = request.headers.get("referer", "")
        return render(request, "registration/display.html", {"choices": choices, "back": _safe(request, back)})
    response = redirect(_way_back(request))
    remember_display(response, frozenset(request.POST.getlist("display")))
    return response


@guard(SIGNED_IN)
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """Show everything that the person may open, group by group (全部功能)."""
    return render(request, "registration/menu.html")


@guard(SIGNED_IN)
@require_GET
def session_extend(request: HttpRequest) -> HttpResponse:
    """Keep the session: every request renews it (SlidingSessionMiddleware)."""
    return HttpResponse(status=204)


def _safe(request: HttpRequest, url: str) -> str:
    """Return an address of this site, or the start page."""
    written_out = url.startswith(("/", "http://", "https://"))  # anything else might be taken for the name of a route
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if written_out and allowed else "/"


def _way_back(request: HttpRequest) -> str:
    return _safe(request, request.POST.get("next", ""))


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None, *, crowd: bool = False
) -> HttpResponse:
    """Say that log-in is locked and for how long (called by axes; `crowd`: by the count over names or addresses)."""
    rest = get_cool_off(request)
    context = {
        "crowd": crowd,
        "failure_limit": get_failure_limit(request, credentials),
        "cooloff_minutes": int(rest.total_seconds() // 60) if rest else 0,
    }
    return render(request, "registration/locked.html", context, status=429)


@guard(SIGNED_IN)
@require_GET
def day_kind(request: HttpRequest) -> HttpResponse:
    """Say which day a text names, and whether it is worked (日期回显)."""
    try:
        day = read_day(request.GET.get("d", ""))
        calendar = working_days.current()
        kind = "工作日" if calendar.is_workday(day) else "休息日"
    except (NotADay, Refused):
        return JsonResponse({"text": ""})
    reason = calendar.reason(day) if day in calendar.special else ""
    notes = ":".join(part for part in (kind, reason) if part)
    return JsonResponse({"text": f"{day_text(day)} · {notes}{'(暂定)' if calendar.is_provisional(day) else ''}"})


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected fault; a database that cannot be reached is said to be away, for a while (handler500)."""
    error = sys.exc_info()[1]
    away = isinstance(error, (OperationalError, InterfaceError))
    slow = away and getattr(error.__cause__, "pgcode", "") == STOPPED
    full = isinstance(error, OSError) and error.errno in FULL
    name = "full.html" if full else "slow.html" if slow else "503.html" if away else "500.html"
    page = render_to_string(name, {"request_id": getattr(request, "request_id", "")})
    for_a_while = away or full
    return HttpResponse(
        page, status=503 if for_a_while else 500, headers={"Retry-After": "30"} if for_a_while else None
    )
