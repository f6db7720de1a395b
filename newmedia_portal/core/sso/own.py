"""Linking one's own outer identity (登记本人的身份): what the session knows between the proof and the return."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from .kinds import Kind, configured, issuer_of
from .models import OuterIdentity

#: In a session: for whom and which kind the log-in was proved anew, the state that must come back, and until when.
OWN = "sso_own"
#: The way out and back may take so long, in seconds.
LASTS = 600


def begin(request: HttpRequest, kind: Kind, *, state: str, at: datetime) -> None:
    """Note that the person has just proved the log-in here, and now goes out under this state."""
    until = int(at.timestamp()) + LASTS
    request.session[OWN] = {"user": request.user.pk, "kind": kind.value, "state": state, "until": until}


def is_open(request: HttpRequest, kind: Kind, state: str, *, at: datetime) -> bool:
    """Whether the person signed in has proved the log-in lately, for this kind and this way out."""
    kept = request.session.get(OWN)
    if not kept or not request.user.is_authenticated or at.timestamp() > kept["until"]:
        return False
    return (kept["user"], kept["kind"], kept["state"]) == (request.user.pk, kind.value, state)


def take(request: HttpRequest, kind: Kind, state: str, *, at: datetime) -> bool:
    """Answer as `is_open`, and use the proof up."""
    found = is_open(request, kind, state, at=at)
    if found:
        del request.session[OWN]
    return found


def standing(user: Any) -> list[dict[str, Any]]:
    """Return for the own account what can be linked and what is: kind, label, the link or none, whether it is on."""
    rows, on = list(OuterIdentity.objects.filter(user=user).order_by("kind", "pk")), configured()
    current = {row.kind for row in rows if row.issuer == issuer_of(row.kind)}
    held = [
        {"kind": row.kind, "label": row.get_kind_display(), "row": row, "on": row.kind in on and row.kind in current}
        for row in rows
    ]
    free = [{"kind": kind.value, "label": kind.label, "row": None, "on": True} for kind in on if kind not in current]
    return [*held, *free]
