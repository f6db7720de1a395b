"""The directory as a way to log in, behind the limits on attempts (AUTHENTICATION_BACKENDS)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from . import ldap
from .entering import person_of
from .kinds import Proved

#: Before the name in counters and in the log, so that guessing here does not lock a local log-in of the same name.
PREFIX = "ldap:"


class DirectoryBackend(BaseBackend):
    """Answers only where a password of the directory is given, which no other backend takes."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest, *, username: str, directory_password: str, at: datetime
    ) -> Any:
        """Return the person whom the directory proves; raises OutsideFault and NoWayIn."""
        proved = ldap.prove(username.removeprefix(PREFIX), directory_password)
        if proved is None:
            return None
        request.proved: Proved = proved  # type: ignore[attr-defined, misc]
        if getattr(request, "links_own", False):  # somebody signed in, who links what is proved here
            return request.user
        return person_of(request, proved, at=at)
