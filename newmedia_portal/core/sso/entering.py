"""Coming in with an outer identity (统一认证登录): found, looked at, let in; nobody is made and no right is given."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from ..access.attempts import too_many
from ..access.models import User
from ..access.secrets import seal, unseal
from ..audit import record
from ..second_factor.sessions import OUTSIDE as FACTOR_OUTSIDE
from ..sessions.keeping import OUTSIDE, drop
from ..sessions.models import LoginSession
from .kinds import Kind, Proved
from .models import OuterIdentity

BACKEND = "django.contrib.auth.backends.ModelBackend"


class NoWayIn(Exception):
    """Proved outside, but not let in; `why` is unlinked, off or locked."""

    def __init__(self, why: str, proved: Proved) -> None:
        super().__init__(why)
        self.why, self.proved = why, proved


def person_of(request: HttpRequest, proved: Proved, *, at: datetime) -> User:
    """Return the active person for whom the identity stands; raises NoWayIn, which is on record."""
    row = (
        OuterIdentity.objects.select_related("user")
        .filter(kind=proved.kind, issuer=proved.issuer, name=proved.name)
        .first()
    )
    if row is None:
        raise _refused("unlinked", proved, None, at)
    person = row.user
    if not person.is_active or hasattr(person, "service"):
        raise _refused("off", proved, person, at)
    name = person.get_username()
    if too_many(request, name, at=at) or not AxesProxyHandler.is_allowed(request, {"username": name}):
        raise _refused("locked", proved, person, at)
    OuterIdentity.objects.filter(pk=row.pk).update(used_at=at)
    return person


def come_in(request: HttpRequest, proved: Proved, *, at: datetime) -> User:
    """Sign in the person for whom the identity stands, in a session of its own key; raises NoWayIn."""
    person = person_of(request, proved, at=at)
    request.proved_by = proved.kind.value  # type: ignore[attr-defined]
    login(request, person, backend=BACKEND)
    request.session[OUTSIDE] = {"kind": proved.kind.value, "hint": seal(proved.hint) if proved.hint else ""}
    request.session[FACTOR_OUTSIDE] = proved.factor
    if proved.ticket:
        LoginSession.objects.filter(key=request.session.session_key).update(outside=mark(proved.ticket))
    return person


def leave(ticket: str, *, at: datetime) -> int:
    """End the sessions that a CAS ticket opened; returns how many there were."""
    rows = LoginSession.objects.filter(outside=mark(ticket)).select_related("user")
    for row in rows:
        record("login.outside_ended", by=None, at=at, obj=row.user, after={"browser": row.browser})
    return drop(rows)


def outside_of(request: HttpRequest) -> tuple[str, str]:
    """Return the kind by which the session came in, and what the log-out page there wants; empty: by password."""
    kept = request.session.get(OUTSIDE) or {}
    try:
        return kept.get("kind", ""), unseal(kept["hint"]) if kept.get("hint") else ""
    except ValueError:  # sealed with a key that is gone
        return kept.get("kind", ""), ""


def mark(ticket: str) -> str:
    """Return what is kept of a ticket: enough to know it again."""
    return hmac.new(settings.SECRET_KEY.encode(), ticket.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _refused(why: str, proved: Proved, person: Any, at: datetime) -> NoWayIn:
    facts = {"kind": Kind(proved.kind).value, "name": proved.name[:120], "why": why}
    record("login.outside_refused", by=None, at=at, obj=person, after=facts, result="refused")
    return NoWayIn(why, proved)
