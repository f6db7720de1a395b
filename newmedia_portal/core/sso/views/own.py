"""账户安全: linking and taking back one's own outer identity."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ...access.attempts import too_many
from ...access.guard import SIGNED_IN, guard
from ...refusals import Refused
from ...second_factor.actions import prove
from .. import actions, cas, oidc, own
from ..backend import PREFIX
from ..forms import DirectoryForm, OwnProofForm
from ..kinds import Kind, OutsideFault
from ..models import OuterIdentity
from .doors import CAS_STATE, WRONG, failed, link_own, only_if, own_address, service_of

ACCOUNT = "second-factor:overview"
METHODS = ["GET", "POST"]


@guard(SIGNED_IN)
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(METHODS)
def link(request: HttpRequest, kind: str) -> HttpResponse:
    """Take password and code once more, then send the person to the outer system."""
    if kind not in Kind.values:
        raise Http404
    which = Kind(kind)
    only_if(which)
    form = OwnProofForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid() and _proved(request, form):
        try:
            return _go(request, which)
        except OutsideFault as fault:
            return failed(request, which, fault, own=True)
    there = settings.SSO_LABEL
    lead = f"先确认是您本人，再到{there}登录一次，成功后那里的身份就代表您。请登录您自己的账号，不要用别人的。"
    return _page(request, form, title=f"登记{which.label}身份", button="下一步", lead=lead)


@guard(SIGNED_IN)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(METHODS)
def directory(request: HttpRequest) -> HttpResponse:
    """Take name and password of the directory from somebody who has just proved the log-in here."""
    only_if(Kind.LDAP)
    if not own.is_open(request, Kind.LDAP, "", at=timezone.now()):
        return redirect("sso:own-link", Kind.LDAP.value)
    form = DirectoryForm(request.POST or None)
    if form.is_bound and form.is_valid():
        answer = _from_directory(request, form)
        if answer is not None:
            return answer
    lead = "使用单位统一认证的用户名和密码，不是本平台的密码。"
    return _page(request, form, title=f"登录{Kind.LDAP.label}", button="登录并登记", lead=lead)


@guard(SIGNED_IN)
@require_http_methods(METHODS)
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own link back."""
    row = get_object_or_404(OuterIdentity, pk=pk, user=request.user.pk)
    if request.method == "POST":
        me: Any = request.user
        try:
            actions.unlink_own(row, by=me, at=timezone.now(), keep=request.session.session_key)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "已解除。以后不能再用这个身份登录。")
        return redirect(ACCOUNT)
    lead = f"解除后，“{row}”不再代表您，您在别处的登录立即结束。本地密码不受影响。"
    return _page(request, None, title="解除统一认证身份", button="解除", lead=lead, danger=True)


def _proved(request: HttpRequest, form: OwnProofForm) -> bool:
    """Take the code where a second factor runs; a refusal becomes an error of the form."""
    me: Any = request.user
    if "code" not in form.fields:
        return True
    try:
        prove(me, typed=form.cleaned_data["code"], by=me, at=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _go(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Send the person out, by a page, since a form may not lead to another host (CSP).

    The state that comes back is bound to this proof.
    """
    at = timezone.now()
    if kind == Kind.OIDC:
        answer = oidc.begin(request, back=own_address(request, "sso:oidc-back"), anew=True)
        own.begin(request, kind, state=parse_qs(urlsplit(answer["Location"]).query)["state"][0], at=at)
        return _onward(request, answer["Location"])
    if kind == Kind.CAS:
        state = request.session[CAS_STATE] = secrets.token_urlsafe(24)
        own.begin(request, kind, state=state, at=at)
        return _onward(request, cas.way_there(service_of(request, state), anew=True))
    own.begin(request, kind, state="", at=at)
    return redirect("sso:own-directory")


def _onward(request: HttpRequest, further: str) -> HttpResponse:
    page = render(request, "sso/onward.html", {"title": f"转到{settings.SSO_LABEL}", "further": further})
    page["Refresh"] = f"0; url={further}"
    return page


def _from_directory(request: HttpRequest, form: DirectoryForm) -> HttpResponse | None:
    """Ask the directory, behind the limits on attempts; None: the form says what was wrong."""
    from ...ui.views import locked_out

    name = f"{PREFIX}{form.cleaned_data['username'].strip()}"
    at = timezone.now()
    if too_many(request, name, at=at):
        return locked_out(request, crowd=True)
    request.links_own = True  # type: ignore[attr-defined]
    try:
        found = authenticate(request, username=name, directory_password=form.cleaned_data["password"], at=at)
    except OutsideFault as fault:
        return failed(request, Kind.LDAP, fault, own=True)
    if found is None:
        form.add_error(None, WRONG)
        return None
    own.take(request, Kind.LDAP, "", at=at)
    return link_own(request, request.proved)  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form is not None and form.is_bound and form.errors else 200
    context |= {"form": form or "", "back": reverse(ACCOUNT), "crumb": "账户安全"}
    return render(request, "sso/form_page.html", context, status=status)
