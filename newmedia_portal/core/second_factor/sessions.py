"""What a session knows of the second factor: that it was proved, a secret not confirmed yet, codes not kept yet."""

import json
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from ..access.secrets import seal, unseal
from ..sessions.keeping import moved
from . import codes
from .binding import is_bound

#: In a session: since when the factor runs that was proved in it; the sealed new secret; the sealed codes; the way on.
PROVED, NEW, CODES, NEXT = "second_factor", "second_factor_new", "second_factor_codes", "second_factor_next"
#: In a session that an outer system has opened: whether that system checked a second factor (SSO_OIDC_SECOND_FACTOR).
OUTSIDE = "second_factor_outside"
#: Recovery codes wait so long to be printed, in seconds.
CODES_WAIT = 600


class Standing(Enum):
    """Where a signed-in person stands."""

    IN = "in"
    CHECK = "check"
    ENROL = "enrol"


def standing_of(request: HttpRequest, user: Any) -> Standing:
    """Say whether the person is in, must prove the second factor first, or must get one first."""
    if request.session.get(OUTSIDE) and settings.SSO_OIDC_SECOND_FACTOR:
        return Standing.IN
    if user.second_factor_since is not None:
        proved = request.session.get(PROVED) == user.second_factor_since.isoformat()
        return Standing.IN if proved else Standing.CHECK
    return Standing.ENROL if is_bound(user) else Standing.IN


def person_of(request: HttpRequest) -> Any:
    """Return the person: signed in, or waiting at the door."""
    return getattr(request, "at_the_door", None) or request.user


def mark_proved(request: HttpRequest, user: Any) -> None:
    """Let the session in, under a new key: what it may do has grown."""
    request.session[PROVED] = user.second_factor_since.isoformat()
    old = request.session.session_key
    request.session.cycle_key()
    moved(old, request.session.session_key)


def pending_secret(request: HttpRequest) -> str:
    """Return the secret that this session is about to confirm, made on first use."""
    try:
        return unseal(request.session[NEW])
    except (KeyError, ValueError):  # none yet, or sealed with a key that is gone
        secret = codes.new_secret()
        request.session[NEW] = seal(secret)
        return secret


def keep_codes(request: HttpRequest, shown: list[str], *, at: datetime) -> None:
    """Let the new codes wait in the session, sealed, until the person has kept them."""
    request.session[CODES] = {"sealed": seal(json.dumps(shown)), "until": int(at.timestamp()) + CODES_WAIT}


def waiting_codes(request: HttpRequest, *, at: datetime) -> list[str]:
    """Return the codes that wait; none after ten minutes."""
    kept = request.session.get(CODES)
    if not kept or at.timestamp() > kept["until"]:
        request.session.pop(CODES, None)
        return []
    try:
        return list(json.loads(unseal(kept["sealed"])))
    except ValueError:  # sealed with a key that is gone
        return []


def way_on(request: HttpRequest, wanted: str) -> str:
    """Return an address of this site to go on to, or the start page."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
