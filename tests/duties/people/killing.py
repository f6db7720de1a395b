"""Kills the worker of each daily job over people at one point after another, lets another finish, and compares.

Run as a program of its own (`python -m tests.duties.people.killing`) on the database that DATABASE_URL names; prints
what it found as JSON. Each worker is a forked process that dies by SIGKILL before or after one of its statements.
"""

import json
import os
import signal
import sys
from datetime import date, timedelta
from typing import Any

import django

from tests.migrated import bring_up

ON = date(2026, 7, 9)
JOBS = ("run_self_checks", "remind_leavers", "ask_confirmations")


def seed() -> None:
    """Make organisations whose units owe answers of last quarter, with leavers of some weeks and entries to confirm."""
    from accounts.models import MediaAccount
    from duties.people.jobs import run_self_checks
    from newmedia_portal.core.notices.models import Notice
    from tests.duties.people.making import colleague, keeper, left, on, started

    for regime in ("gejiu", "soe", "taibai", "jiusan", "corp"):
        world = started(regime)
        keeper(world)
        colleague(world)
        left(world, until=date(2026, 6, 20), at=on(date(2026, 6, 20)))
        MediaAccount.objects.filter(unit=world.child).update(password_due_since=date(2026, 6, 1))
    run_self_checks(on=date(2026, 4, 1), at=on(date(2026, 4, 1)))
    Notice.objects.all().delete()


def run(job: str, minutes: int = 0) -> None:
    """Do what a worker does when the schedule calls."""
    from newmedia_portal.core.jobs.schedule import run_once
    from tests.duties.people.making import on

    run_once(job, on=ON, at=on(ON) + timedelta(minutes=minutes))


def rows() -> dict[str, Any]:
    """Return everything that the jobs write, but the moment of the run and the numbers of rows."""
    from duties.models import CheckReply, CheckRound
    from newmedia_portal.core.audit.chain import verify
    from newmedia_portal.core.audit.models import AuditEvent
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    runs = JobRun.objects.values_list("job", "business_date", "looked_at", "flagged", "cleared", "error")
    notices = Notice.objects.order_by("user", "title", "body").values_list("user", "kind", "title", "body")
    return {
        "rounds": list(CheckRound.objects.order_by("root", "code", "period").values_list("root", "code", "period")),
        "replies": sorted(CheckReply.objects.values_list("round__root", "round__period", "round__code", "unit")),
        "notices": list(notices),
        "runs": [*runs, JobRun.objects.filter(finished_at__isnull=False).count()],
        "audit": list(AuditEvent.objects.order_by("seq").values_list("action", "after")),
        "chain": verify()[1],
    }


def reset() -> None:
    """Put the tables back to where they were before the first run."""
    from duties.models import CheckReply, CheckRound
    from newmedia_portal.core.audit.models import AuditEvent, AuditHead
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    fresh = CheckRound.objects.filter(period="2026Q3")
    CheckReply.objects.filter(round__in=fresh).delete()
    fresh.delete()
    for model in (Notice, JobRun, AuditEvent, AuditHead):
        model.objects.all()._raw_delete("default")


def worker(job: str, point: int | None, count: Any) -> int:
    """Fork a worker that dies at a point; return how it ended. Without a point it reports how many there are."""
    from django.db import connection

    from tests.filings.killing import Killer

    connection.close()
    child = os.fork()
    if child == 0:
        killer = Killer(point)
        with connection.execute_wrapper(killer):
            run(job)
        os.write(count, str(killer.passed).encode())
        os._exit(0)
    return os.waitpid(child, 0)[1]


def tried(job: str) -> dict[str, Any]:
    """Run a job undisturbed, then once for each point with a worker killed there and another one after it."""
    read, write = os.pipe()
    reset()
    fresh = rows()
    if worker(job, None, write) != 0:
        raise RuntimeError(f"{job} did not end")
    points = int(os.read(read, 20))
    wanted, faults, ends = rows(), [], []
    at = range(1, points, max(1, points // 40))
    for point in at:
        reset()
        ends.append(worker(job, point, write))
        left = rows()
        untouched = all(left[name] == fresh[name] for name in ("rounds", "replies", "notices"))
        if not (untouched or {**left, "runs": 0} == {**wanted, "runs": 0}):
            faults.append(f"half done after a kill at {point}")
        run(job, minutes=31)
        if rows() != wanted:
            faults.append(f"other rows after a kill at {point}")
    run(job, minutes=62)
    if rows() != wanted:
        faults.append("other rows after a second run")
    return {
        "points": len(at), "killed": ends.count(signal.SIGKILL), "faults": faults, "notices": len(wanted["notices"]),
        "replies": len(wanted["replies"]) - len(fresh["replies"]), "runs": wanted["runs"][-1],
    }  # fmt: skip


def main() -> dict[str, Any]:
    """Try every job."""
    from newmedia_portal.core.workdays import working_days

    working_days.current()
    seed()
    return {job: tried(job) for job in JOBS}


if __name__ == "__main__":
    django.setup()
    bring_up()
    sys.stdout.write(json.dumps(main()))
