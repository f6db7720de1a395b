"""Kills the worker that closes a quarter at one point after another: each time the quarter is open, with all its rows.

Run as a program of its own (`python -m tests.assessments.quarters.killing`) on the database that DATABASE_URL names;
prints what it found as JSON. Each worker is a forked process that dies by SIGKILL after a statement. The first one that
gets past its commit, killed or not, has closed the quarter, with every row as it was.
"""

import json
import os
import signal
import sys
from typing import Any

import django

from tests.filings.killing import Killer
from tests.migrated import bring_up


def run() -> None:
    """Close the quarter as the command does."""
    from assessments.actions.quarters import close_quarter
    from assessments.models import Quarter
    from tests.assessments.quarters.making import AFTER

    close_quarter(Quarter.objects.get(), by=None, at=AFTER)


def rows() -> dict[str, Any]:
    """Return the quarter with all its rows, the log and the messages."""
    from assessments.models import AccountEntry, Entry, HandScore, Quarter
    from newmedia_portal.core.audit.chain import verify
    from newmedia_portal.core.audit.models import AuditEvent
    from newmedia_portal.core.notices.models import Notice

    return {
        "quarter": list(Quarter.objects.values()),
        "entries": list(Entry.objects.order_by("pk").values()),
        "cards": list(AccountEntry.objects.order_by("pk").values()),
        "scores": list(HandScore.objects.order_by("pk").values()),
        "notices": Notice.objects.count(),
        "audit": list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)),
        "chain": verify()[1],
    }


def worker(point: int) -> int:
    """Fork a worker that dies at a point; return how it ended."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(Killer(point)):
            run()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main() -> dict[str, Any]:
    """Kill at every second point until a worker gets through, looking at all rows after each death."""
    from newmedia_portal.core.workdays import working_days
    from tests.assessments.quarters.making import county

    working_days.current()
    county().final()
    fresh, faults, killed, point = rows(), list[str](), 0, 1
    while worker(point) == signal.SIGKILL:
        killed += 1
        left = rows()
        if left["quarter"][0]["state"] == "closed":
            break
        if left != fresh:
            faults.append(f"something moved before the kill at {point}")
        point += 2
    closed = rows()
    return {
        "killed": killed,
        "faults": faults,
        "state": closed["quarter"][0]["state"],
        "hash": len(closed["quarter"][0]["hash"]),
        "same": {name: closed[name] == fresh[name] for name in ("entries", "cards", "scores")},
        "closings": closed["audit"].count("quarter.closed"),
        "chain": closed["chain"] is None,
    }


if __name__ == "__main__":
    django.setup()
    bring_up()
    sys.stdout.write(json.dumps(main()))
