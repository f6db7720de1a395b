"""The doors (统一认证登录): to the outer system and back; the page of the directory; log-out told from outside."""

import logging
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ...access.attempts import too_many
from ...access.guard import PUBLIC, guard
from ...audit import record
from ...second_factor.sessions import way_on
from .. import cas, entering, oidc
from ..backend import PREFIX
from ..forms import DirectoryForm
from ..kinds import Kind, OutsideFault, Proved, configured

logger = logging.getLogger(__name__)
#: In a session: where to go on to, and the mark that a CAS ticket must come back with.
NEXT, CAS_STATE = "sso_next", "sso_cas_state"
WRONG = "用户名或密码不正确。请使用统一认证的用户名和密码，连续输错会暂时锁定。"


@guard(PUBLIC)
@never_cache
@require_GET
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """Go to the OIDC provider."""
    _only_if(Kind.OIDC)
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    request.session[NEXT] = _wanted(request)
    try:
        return oidc.begin(request, back=own_address(request, "sso:oidc-back"))
    except OutsideFault as fault:
        return _failed(request, Kind.OIDC, fault)


@guard(PUBLIC)
@never_cache
@require_GET
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Come back from the OIDC provider with a code."""
    _only_if(Kind.OIDC)
    try:
        proved = oidc.finish(request)
    except OutsideFault as fault:
        return _failed(request, Kind.OIDC, fault)
    return _enter(request, proved)


@csrf_exempt
@guard(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def cas_door(request: HttpRequest) -> HttpResponse:
    """Go to the CAS server, come back with a ticket, or be told by it that a ticket is over (POST)."""
    _only_if(Kind.CAS)
    at = timezone.now()
    if request.method == "POST":
        return _told_to_leave(request, at)
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    if "ticket" not in request.GET:
        request.session[NEXT], request.session[CAS_STATE] = _wanted(request), secrets.token_urlsafe(24)
        return redirect(cas.way_there(_service(request, request.session[CAS_STATE])))
    kept, given = request.session.pop(CAS_STATE, ""), request.GET.get("state", "")
    if not kept or not secrets.compare_digest(kept.encode(), given.encode("utf-8", "replace")):
        return _failed(request, Kind.CAS, OutsideFault("ticket without its state"))
    try:
        proved = cas.check(request.GET["ticket"], service=_service(request, kept))
    except OutsideFault as fault:
        return _failed(request, Kind.CAS, fault)
    return _enter(request, proved)


@guard(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def ldap_door(request: HttpRequest) -> HttpResponse:
    """Take name and password of the directory."""
    _only_if(Kind.LDAP)
    on = _wanted(request)
    if request.user.is_authenticated:
        return redirect(on)
    form = DirectoryForm(request.POST or None)
    if form.is_bound and form.is_valid():
        answer = _from_directory(request, form, on)
        if answer is not None:
            return answer
    context = {"title": f"{settings.SSO_LABEL}登录", "form": form, "next": on}
    return render(request, "sso/directory.html", context, status=422 if form.is_bound else 200)


def _from_directory(request: HttpRequest, form: DirectoryForm, on: str) -> HttpResponse | None:
    """Ask the directory, behind the limits on attempts; None: the form says what was wrong."""
    from ...ui.views import locked_out

    name = f"{PREFIX}{form.cleaned_data['username'].strip()}"
    if too_many(request, name, at=timezone.now()):
        return locked_out(request, crowd=True)
    try:
        found = authenticate(
            request, username=name, directory_password=form.cleaned_data["password"], at=timezone.now()
        )
    except OutsideFault as fault:
        return _failed(request, Kind.LDAP, fault)
    except entering.NoWayIn as refusal:
        return _turned_away(request, refusal)
    if found is None:
        form.add_error(None, WRONG)
        return None
    request.session[NEXT] = on
    return _enter(request, request.proved)  # type: ignore[attr-defined]


def _enter(request: HttpRequest, proved: Proved) -> HttpResponse:
    """Sign in whom the identity stands for, and go on."""
    on = request.session.pop(NEXT, "/")
    try:
        entering.come_in(request, proved, at=timezone.now())
    except entering.NoWayIn as refusal:
        return _turned_away(request, refusal)
    return redirect(way_on(request, on))


def _told_to_leave(request: HttpRequest, at: datetime) -> HttpResponse:
    try:
        entering.leave(cas.ticket_of(request.POST.get("logoutRequest", "")), at=at)
    except OutsideFault:
        return HttpResponse(status=400)
    return HttpResponse(status=204)  # whether there was such a session is nobody's business


def _turned_away(request: HttpRequest, refusal: entering.NoWayIn) -> HttpResponse:
    """Say to somebody whom the outer system knows why this portal does not let them in, and whom to ask."""
    context: dict[str, Any] = {"why": refusal.why, "name": refusal.proved.name, "kind": refusal.proved.kind.label}
    return render(request, "sso/turned_away.html", {"title": "暂时不能登录", **context}, status=403)


def _failed(request: HttpRequest, kind: Kind, fault: OutsideFault) -> HttpResponse:
    """Say that the log-in did not come about; the log has the reason, the page does not."""
    logger.warning("single sign-on by %s failed: %s", kind.value, fault)
    facts = {"kind": kind.value, "why": "away" if fault.away else "unproved"}
    record("login.outside_refused", by=None, at=timezone.now(), after=facts, result="refused")
    context = {"title": "统一认证没有成功", "away": fault.away, "again": reverse(f"sso:{kind.value}")}
    return render(request, "sso/failed.html", context, status=503 if fault.away else 400)


def _only_if(kind: Kind) -> None:
    if kind not in configured():
        raise Http404


def _wanted(request: HttpRequest) -> str:
    return way_on(request, request.POST.get("next") or request.GET.get("next", ""))


def own_address(request: HttpRequest, name: str) -> str:
    """Return a whole address of the portal, as the outer system has it on its list."""
    path = reverse(name)
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else request.build_absolute_uri(path)


def _service(request: HttpRequest, state: str) -> str:
    return f"{own_address(request, 'sso:cas')}?state={state}"
