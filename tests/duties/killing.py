"""Kills the workers of the daily jobs over messages and rosters at one point after another, and compares.

Run as a program of its own (`python -m tests.duties.killing`) on the database that DATABASE_URL names; prints what it
found as JSON.
"""

import json
import os
import signal
import sys
from datetime import date, timedelta
from typing import Any

import django

from tests.filings.killing import Killer
from tests.migrated import bring_up

MESSAGES = 80
ON = date(2026, 9, 18)
JOBS = ("scan_messages", "warn_roster_gaps")


def seed() -> None:
    """Make messages late, due soon, not yet due, answered though flagged; rosters with and without gaps."""
    from duties.models import PublicMessage
    from newmedia_portal.core.workdays.actions import seed_calendar
    from tests.duties.watching import NOON, furnished, message, on, roster, shift

    seed_calendar(by=None, at=NOON)
    world = furnished("taibai")
    for n in range(30):
        message(world, received_at=on(ON - timedelta(days=n % 8), 9), text=f"示例留言{n}", at=on(ON, 23))
    template = PublicMessage.objects.order_by("pk").first()
    assert template is not None
    rows = []
    for n in range(MESSAGES):
        row = PublicMessage.objects.get(pk=template.pk + n % 30)
        row.pk, row.mark, row.unit = None, f"{n:064d}", (world.owner, world.child, world.foreign)[n % 3]
        rows.append(row)
    PublicMessage.objects.bulk_create(rows)
    over = PublicMessage.objects.order_by("-pk").first()
    assert over is not None
    PublicMessage.objects.filter(pk=over.pk).update(flag="overdue", flagged_on=ON, due_on=ON + timedelta(days=30))
    for number in range(4):
        kept = roster(furnished("corp", mark=str(number)))
        if number:
            person = kept.created_by
            shift_world = type(
                "Place", (), {"cast": {"operator": person}, "person": lambda self, role, who=person: who}
            )
            shift(shift_world(), kept, on(ON, 24), on(ON, 24 + 24 * number))  # type: ignore[arg-type]


def run(minutes: int = 0) -> None:
    """Do what a worker does when the schedule calls."""
    from newmedia_portal.core.jobs.schedule import run_once
    from tests.world import NOON

    for job in JOBS:
        run_once(job, on=ON, at=NOON + timedelta(minutes=minutes))


def rows() -> dict[str, Any]:
    """Return everything that the jobs write, but the moment of the run."""
    from duties.models import PublicMessage
    from newmedia_portal.core.audit.chain import verify
    from newmedia_portal.core.audit.models import AuditEvent
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    runs = JobRun.objects.order_by("job").values_list(
        "job", "business_date", "looked_at", "flagged", "cleared", "error"
    )
    return {
        "messages": list(PublicMessage.objects.order_by("pk").values_list("pk", "flag", "flagged_on", "remind_on")),
        "notices": list(Notice.objects.order_by("user", "key").values_list("user", "key", "kind", "title", "body")),
        "runs": [*runs, JobRun.objects.filter(finished_at__isnull=False).count()],
        "audit": list(AuditEvent.objects.order_by("seq").values_list("action", "after")),
        "chain": verify()[1],
    }


def reset(fresh: dict[str, Any]) -> None:
    """Put the tables back to where they were before the first run."""
    from duties.models import PublicMessage
    from newmedia_portal.core.audit.models import AuditEvent, AuditHead
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    for model in (Notice, JobRun, AuditEvent, AuditHead):
        model.objects.all()._raw_delete("default")
    PublicMessage.objects.update(flag="", flagged_on=None)
    for pk, flag, flagged_on, _ in fresh["messages"]:
        if flag:
            PublicMessage.objects.filter(pk=pk).update(flag=flag, flagged_on=flagged_on)


def worker(point: int | None, count: int) -> int:
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
    from newmedia_portal.core.workdays import working_days

    seed()
    working_days.current()
    fresh = rows()
    reset(fresh)
    read, write = os.pipe()
    assert worker(None, write) == 0
    points = int(os.read(read, 20))
    wanted, faults, ends = rows(), [], []
    tried = range(1, points, 3)
    for point in tried:
        reset(fresh)
        ends.append(worker(point, write))
        run(minutes=31)
        found = rows()
        if {**found, "audit": sorted(map(str, found["audit"]))} != {
            **wanted,
            "audit": sorted(map(str, wanted["audit"])),
        }:
            faults.append(f"other rows after a kill at {point}")
    flags = [flag for _, flag, _, _ in wanted["messages"]]
    return {
        "points": len(tried),
        "killed": ends.count(signal.SIGKILL),
        "faults": faults,
        "flags": {flag: flags.count(flag) for flag in sorted(set(flags))},
        "kinds": sorted({kind for _, _, kind, _, _ in wanted["notices"]}),
        "notices": len(wanted["notices"]),
        "once": len({(user, key) for user, key, *_ in wanted["notices"]}) == len(wanted["notices"]),
        "runs": wanted["runs"][-1],
    }


if __name__ == "__main__":
    django.setup()
    bring_up()
    sys.stdout.write(json.dumps(main()))
