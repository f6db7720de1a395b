"""The doors (统一认证登录): to the outer system and back; the page of the directory; log-out told from outside."""

import logging
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
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
from ...refusals import Refused
from ...second_factor.sessions import way_on
from .. import actions, cas, entering, oidc
from ..backend import PREFIX
from ..forms import DirectoryForm
from ..kinds import Kind, OutsideFault, Proved, configured
from ..own import LASTS
from ..own import take as linking_own

logger = logging.getLogger(__name__)
#: In a session: where to go on to, and the mark that a CAS ticket must come back with.
NEXT, CAS_STATE = "sso_next", "sso_cas_state"
WRONG = "用户名或密码不正确。请使用统一认证的用户名和密码，连续输错会暂时锁定。"


@guard(PUBLIC)
@never_cache
@require_GET
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """Go to the OIDC provider."""
    only_if(Kind.OIDC)
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    if _sent_by_another_site(request):
        return _to_the_button(request)
    request.session[NEXT] = _wanted(request)
    try:
        return oidc.begin(request, back=own_address(request, "sso:oidc-back"))
    except OutsideFault as fault:
        return failed(request, Kind.OIDC, fault)


@guard(PUBLIC)
@never_cache
@require_GET
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Come back from the OIDC provider with a code."""
    only_if(Kind.OIDC)
    at = timezone.now()
    own = linking_own(request, Kind.OIDC, request.GET.get("state", ""), at=at)
    try:
        proved = oidc.finish(request, since=int(at.timestamp()) - LASTS if own else None)
    except OutsideFault as fault:
        return failed(request, Kind.OIDC, fault, own=own)
    return link_own(request, proved) if own else _enter(request, proved)


# The CAS server posts that a ticket is over; it holds no session.
# nosemgrep: tests.semgrep.protection-switched-off
@csrf_exempt
@guard(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def cas_door(request: HttpRequest) -> HttpResponse:
    """Go to the CAS server, come back with a ticket, or be told by it that a ticket is over (POST)."""
    only_if(Kind.CAS)
    at = timezone.now()
    if request.method == "POST":
        return _told_to_leave(request, at)
    own = "ticket" in request.GET and linking_own(request, Kind.CAS, request.GET.get("state", ""), at=at)
    if request.user.is_authenticated and not own:
        return redirect(_wanted(request))
    if "ticket" not in request.GET:
        if _sent_by_another_site(request):
            return _to_the_button(request)
        request.session[NEXT], request.session[CAS_STATE] = _wanted(request), secrets.token_urlsafe(24)
        return redirect(cas.way_there(service_of(request, request.session[CAS_STATE])))
    kept, given = request.session.pop(CAS_STATE, ""), request.GET.get("state", "")
    if not kept or not secrets.compare_digest(kept.encode(), given.encode("utf-8", "replace")):
        return failed(request, Kind.CAS, OutsideFault("ticket without its state"), own=own)
    try:
        proved = cas.check(request.GET["ticket"], service=service_of(request, kept), anew=own)
    except OutsideFault as fault:
        return failed(request, Kind.CAS, fault, own=own)
    return link_own(request, proved) if own else _enter(request, proved)


@guard(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def ldap_door(request: HttpRequest) -> HttpResponse:
    """Take name and password of the directory."""
    only_if(Kind.LDAP)
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
        return failed(request, Kind.LDAP, fault)
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


def link_own(request: HttpRequest, proved: Proved) -> HttpResponse:
    """Let what was proved stand for whoever is signed in here, and go back to the own account."""
    me: Any = request.user
    try:
        row = actions.link_own(me, proved, at=timezone.now(), keep=request.session.session_key)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已登记“{row}”。以后可以用它登录；如果这不是您的账号，请立即解除。")
    return redirect("second-factor:overview")


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


def failed(request: HttpRequest, kind: Kind, fault: OutsideFault, *, own: bool = False) -> HttpResponse:
    """Say that the log-in did not come about; the log has the reason, the page does not.

    `own`: somebody signed in was about to link the own identity, and goes back to the own account.
    """
    logger.warning("single sign-on by %s failed: %s", kind.value, fault)
    facts = {"kind": kind.value, "why": "away" if fault.away else "unproved"}
    by: Any = request.user if own else None
    record("login.outside_refused", by=by, at=timezone.now(), after=facts, result="refused")
    again = reverse("sso:own-link", args=[kind.value]) if own else reverse(f"sso:{kind.value}")
    context = {"title": "统一认证没有成功", "away": fault.away, "again": again, "own": own}
    return render(request, "sso/failed.html", context, status=503 if fault.away else 400)


def only_if(kind: Kind) -> None:
    """Answer that there is no such page unless the kind is switched on."""
    if kind not in configured():
        raise Http404


def _wanted(request: HttpRequest) -> str:
    return way_on(request, request.POST.get("next") or request.GET.get("next", ""))


def _sent_by_another_site(request: HttpRequest) -> bool:
    """Whether a page of another site opened this address by itself, without anybody's click (Fetch Metadata)."""
    site, click = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Sec-Fetch-User", "")
    return site in ("cross-site", "same-site") and click != "?1"


def _to_the_button(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('login')}?{urlencode({'next': _wanted(request)})}")


def own_address(request: HttpRequest, name: str) -> str:
    """Return a whole address of the portal, as the outer system has it on its list."""
    path = reverse(name)
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else request.build_absolute_uri(path)


def service_of(request: HttpRequest, state: str) -> str:
    """Return the address that the CAS server sends back to."""
    return f"{own_address(request, 'sso:cas')}?state={state}"
