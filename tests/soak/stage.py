"""People and drafts for the failure tests, as a program: `python -m tests.soak.stage 200` prints the facts as JSON."""

import json
import sys
from datetime import timedelta
from typing import Any

import django


def stage(drafts: int) -> dict[str, Any]:
    """Make two organisations with their cast and so many complete drafts of their operators."""
    from django.utils import timezone

    from newmedia_portal.core.jobs.outbox import drain
    from newmedia_portal.core.notices.feed import renew
    from newmedia_portal.core.tokens.actions import make_token
    from newmedia_portal.core.tokens.scopes import Scope
    from newmedia_portal.core.workdays.actions import seed_calendar
    from tests.filings.making import draft, kind_of
    from tests.world import build

    at = timezone.now()
    seed_calendar(by=None, at=at)
    world, quiet = build("gejiu"), build("taibai")
    own = [
        draft(world, at=at, name=f"示例第{n}号", platform_id=f"shili_soak_{n:04d}", event=timezone.localdate(at))
        for n in range(drafts)
    ]
    drain(now=timezone.now)
    tasks = [task.code for task in kind_of(own[0]).tasks]
    papers = [paper.code for paper in kind_of(own[0]).papers]
    people = {f"{one.regime}-{role}": user.username for one in (world, quiet) for role, user in one.cast.items()}
    reader = world.cast["registrar"]
    ends = timezone.localdate(at) + timedelta(days=30)
    scopes = [Scope.READ_REGISTER, Scope.READ_FILINGS]
    _, key = make_token(reader, name="试验", scopes=scopes, networks=[], expires_on=ends, by=reader, at=at)
    feed = f"/messages/calendar/{renew(reader, at=at)}.ics"
    more = {"token": key, "feed": feed, "root": world.root.code}
    return more | {"drafts": [one.pk for one in own], "tasks": tasks, "papers": papers, "people": people}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(stage(int(sys.argv[1]))) + "\n")
