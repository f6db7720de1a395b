"""Putting on record what a known person asked for and did not get (操作被拒绝)."""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest

from ..audit import record
from .guard import PUBLIC

logger = logging.getLogger(__name__)
LONGEST_PATH = 200


def note_refusal(request: HttpRequest, status: int, *, at: datetime) -> None:
    """Record that a page or an act was refused to the person, or hidden from them (403, 404).

    What is hidden and what never existed are answered alike and recorded alike; public pages and addresses that the
    portal does not have refuse nobody. How many there can be is bounded by the pace limits. A log that cannot be
    written does not change the answer; the server's log has it then.
    """
    asked, person = request.resolver_match, getattr(request, "user", None)
    if asked is None or person is None or not person.is_authenticated:
        return
    if getattr(asked.func, "access_rule", PUBLIC) == PUBLIC:
        return
    facts = {
        "route": asked.view_name, "method": request.method, "path": request.path[:LONGEST_PATH], "status": status,
    }  # fmt: skip
    try:
        record("access.refused", by=person, at=at, after=facts, result="refused")
    except DatabaseError:
        logger.exception("a refusal could not be put on record: %s", facts)
