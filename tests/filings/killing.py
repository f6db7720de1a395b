"""Kills the worker of the daily job at one point after another, lets another worker finish, and compares.

Run as a program of its own (`python -m tests.filings.killing`) on the database that DATABASE_URL names; prints what it
found as JSON. Each worker is a forked process that dies by SIGKILL after one of its statements.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

from tests.migrated import bring_up

OBLIGATIONS = 300
ON = date(2026, 9, 16)


class Killer:
    """Counts statements; at the chosen one the process ends itself without a chance to tidy up.

    Even points lie before a statement, odd ones after it; after the last one of a transaction means before its commit.
    """

    def __init__(self, point: int | None) -> None:
        self.point = point
        self.passed = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Pass one statement on; a point lies before it and one after it."""
        self._reach()
        result = execute(*args)
        self._reach()
        return result

    def _reach(self) -> None:
        if self.passed == self.point:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def seed() -> None:
    """Make an organisation whose units owe some hundred filings: late, soon due, flagged but met, not yet due."""
    from filings.models import Obligation
    from tests.filings.owed import owe, prepared
    from tests.world import build

    world = build("gejiu")
    places = [world.owner, world.child, world.foreign, world.line]
    days = [date(2026, 8, 3) + timedelta(days=n % 45) for n in range(OBLIGATIONS)]
    Obligation.objects.bulk_create(prepared(world, day, unit=places[n % 4]) for n, day in enumerate(days))
    settled = owe(world, date(2026, 6, 1))
    Obligation.objects.filter(pk=settled.pk).update(flag="overdue", flagged_on=date(2026, 6, 20), remind_on=None)
    Obligation.objects.filter(pk=settled.pk).update(due_on=date(2026, 12, 1))


def run(minutes: int = 0) -> None:
    """Do what a worker does when the schedule calls."""
    from newmedia_portal.core.jobs.schedule import run_once
    from tests.world import NOON

    run_once("scan_overdue", on=ON, at=NOON + timedelta(minutes=minutes))


def rows() -> dict[str, Any]:
    """Return everything that the job writes, but the moment of the run."""
    from filings.models import Obligation
    from newmedia_portal.core.audit.chain import verify
    from newmedia_portal.core.audit.models import AuditEvent
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    runs = JobRun.objects.values_list("job", "business_date", "looked_at", "flagged", "cleared", "error")
    return {
        "obligations": list(Obligation.objects.order_by("pk").values_list("pk", "flag", "flagged_on", "remind_on")),
        "reminders": list(Obligation.objects.order_by("pk").values_list("told_rungs", flat=True)),
        "notices": list(Notice.objects.order_by("user", "key").values_list("user", "key", "kind", "title", "body")),
        "runs": [*runs, JobRun.objects.filter(finished_at__isnull=False).count()],
        "audit": list(AuditEvent.objects.order_by("seq").values_list("action", "after")),
        "chain": verify()[1],
    }


def keep() -> None:
    """Remember the obligations as they are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE kept AS SELECT id, flag, flagged_on, remind_on, told_rungs FROM filings_obligation"
        )


def reset() -> None:
    """Put the tables back to where they were before the first run."""
    from django.db import connection

    from newmedia_portal.core.audit.models import AuditEvent, AuditHead
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    for model in (Notice, JobRun, AuditEvent, AuditHead):
        model.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE filings_obligation SET flag = kept.flag, flagged_on = kept.flagged_on, remind_on = kept.remind_on,"
            " told_rungs = kept.told_rungs FROM kept WHERE kept.id = filings_obligation.id"
            " AND (filings_obligation.flagged_on IS NOT NULL OR kept.flag <> '')"
        )


def worker(point: int | None, count: Any) -> int:
    """Fork a worker that dies at a point; return how it ended. Without a point it reports how many there are."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        killer = Killer(point)
        with connection.execute_wrapper(killer):
            run()
        os.write(count, str(killer.passed).encode())
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main() -> dict[str, Any]:
    """Run undisturbed, then once for each point with a worker killed there and another one after it."""
    from newmedia_portal.core.transactions import unit_of_work
    from newmedia_portal.core.workdays import working_days

    working_days.current()
    seed()
    with unit_of_work():
        pass  # what the seeding left to be noted for the search is noted now, not by the first worker
    keep()
    fresh = rows()
    read, write = os.pipe()
    assert worker(None, write) == 0
    points = int(os.read(read, 20))
    wanted, faults, ends = rows(), [], []
    tried = range(1, points, 2)
    for point in tried:
        reset()
        ends.append(worker(point, write))
        left = rows()
        untouched = left["obligations"] == fresh["obligations"] and left["notices"] == []
        if not (untouched or {**left, "runs": 0} == {**wanted, "runs": 0}):
            faults.append(f"half done after a kill at {point}")
        run(minutes=2)
        if rows() != wanted:
            faults.append(f"other rows after a kill at {point}")
    flags = [flag for _, flag, _, _ in wanted["obligations"]]
    return {
        "points": len(tried),
        "killed": ends.count(signal.SIGKILL),
        "faults": faults,
        "flags": {flag: flags.count(flag) for flag in sorted(set(flags))},
        "notices": len(wanted["notices"]),
        "runs": wanted["runs"][-1],
    }


if __name__ == "__main__":
    django.setup()
    from django.db import connection

    bring_up()
    sys.stdout.write(json.dumps(main()))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept")
