"""Kills the worker of the nightly job at one point after another, lets another worker finish, and compares.

Run as a program of its own (`python -m tests.assessments.watch.killing`) on the database that DATABASE_URL names;
prints what it found as JSON. Each worker is a forked process that dies by SIGKILL before or after a statement.
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

ON = date(2026, 11, 20)
JOB = "scan_silence"
FIRST = date(2026, 1, 5)


def seed() -> None:
    """Make an organisation whose accounts are about to be flagged, cleared, found missing, unmanned and revived."""
    from accounts.actions.register import close_account
    from assessments.models import SilenceFlag
    from newmedia_portal.core.access.models import Post
    from tests.world import build

    from .making import account, every, night, noon, publish

    world = build("soe")
    until = ON - timedelta(days=1)
    for number in range(8):
        one = account((world.owner, world.child, world.foreign)[number % 3], f"示例{number}")
        last = until - timedelta(days=(2, 9, 11, 13, 15, 40, 95, 200)[number % 8])
        publish(one, *every(3, last - timedelta(days=30), last), known=(FIRST, until), at=ON)
    quiet, closed, fresh = (account(world.owner, name) for name in ("示例恢复", "示例注销", "示例无数据"))
    publish(quiet, date(2026, 10, 20), known=(FIRST, date(2026, 11, 8)), at=date(2026, 11, 9))
    close_account(closed, closed_on=date(2026, 10, 1), by=None, at=noon(date(2026, 10, 1)), source_filing=None)
    night(date(2026, 11, 9))
    publish(quiet, ON - timedelta(days=1), at=ON)
    publish(closed, ON - timedelta(days=2), at=ON)
    Post.objects.filter(user=world.cast["outsider"]).update(until=date(2026, 10, 1))
    assert fresh.pk
    assert SilenceFlag.objects.open().exists()


def run(minutes: int = 0) -> None:
    """Do what a worker does when the schedule calls."""
    from newmedia_portal.core.jobs.schedule import run_once
    from tests.assessments.watch.making import noon

    run_once(JOB, on=ON, at=noon(ON) + timedelta(minutes=minutes))


def rows() -> dict[str, Any]:
    """Return everything that the job writes, but the moment of the run and the numbers of new rows."""
    from assessments.models import AccountActivity, MissedQuota, SilenceFlag
    from newmedia_portal.core.audit.chain import verify
    from newmedia_portal.core.audit.models import AuditEvent
    from newmedia_portal.core.jobs.models import JobRun
    from newmedia_portal.core.notices.models import Notice

    of_flag = ("account", "level", "raised_on", "cleared_on", "cleared_why", "told_on", "article", "evidence")
    of_quota = ("account", "period", "start_on", "required", "actual", "found_on", "cleared_on")
    runs = JobRun.objects.filter(job=JOB).values_list("business_date", "looked_at", "flagged", "cleared", "error")
    return {
        "standings": list(AccountActivity.objects.order_by("pk").values()),
        "flags": list(SilenceFlag.objects.order_by("account", "raised_on", "level").values_list(*of_flag)),
        "missed": list(MissedQuota.objects.order_by("account", "start_on").values_list(*of_quota)),
        "notices": list(Notice.objects.order_by("user", "key").values_list("user", "key", "kind", "title", "body")),
        "runs": [*runs, JobRun.objects.filter(finished_at__isnull=False).count()],
        "audit": list(AuditEvent.objects.order_by("seq").values_list("action", "after")),
        "chain": verify()[1],
    }


class Kept:
    """The tables as they were before the first run."""

    def __init__(self) -> None:
        from assessments.models import AccountActivity, MissedQuota, SilenceFlag
        from newmedia_portal.core.audit.models import AuditEvent, AuditHead
        from newmedia_portal.core.jobs.models import JobRun
        from newmedia_portal.core.notices.models import Notice

        self.models = (AccountActivity, MissedQuota, SilenceFlag, Notice, JobRun, AuditEvent, AuditHead)
        self.rows = {model: list(model.objects.all()) for model in self.models}

    def restore(self) -> None:
        """Put them back."""
        for model in reversed(self.models):
            model.objects.all()._raw_delete("default")
        for model in self.models:
            model.objects.bulk_create(self.rows[model])


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
    from newmedia_portal.core.workdays import working_days

    working_days.current()
    seed()
    fresh, kept = rows(), Kept()
    read, write = os.pipe()
    assert worker(None, write) == 0
    points = int(os.read(read, 20))
    wanted, faults, ends = rows(), list[str](), list[int]()
    tried = range(1, points, 2)
    for point in tried:
        kept.restore()
        ends.append(worker(point, write))
        left = {**rows(), "runs": 0}
        if left not in ({**fresh, "runs": 0}, {**wanted, "runs": 0}):
            faults.append(f"half done after a kill at {point}")
        run(minutes=2)
        if rows() != wanted:
            faults.append(f"other rows after a kill at {point}")
    levels = [row["level"] for row in wanted["standings"]]
    return {
        "points": len(tried),
        "killed": ends.count(signal.SIGKILL),
        "faults": faults,
        "levels": {level: levels.count(level) for level in sorted(set(levels))},
        "cleared": sum(flag[3] is not None for flag in wanted["flags"]),
        "missed": len(wanted["missed"]),
        "notices": len(wanted["notices"]) - len(fresh["notices"]),
        "runs": wanted["runs"][-1],
    }


if __name__ == "__main__":
    django.setup()
    bring_up()
    sys.stdout.write(json.dumps(main()))
