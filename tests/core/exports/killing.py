"""Kills the worker of an export at one point after another, lets another worker finish, and counts what stands.

Run as a program of its own (`python -m tests.core.exports.killing`) on the database that DATABASE_URL names; prints
what it found as JSON. Each worker is a forked process that dies by SIGKILL before or after one of its statements.
"""

import json
import os
from datetime import timedelta
from typing import Any

import django

from tests.filings.killing import Killer
from tests.migrated import bring_up

POINTS = 100


def main() -> None:
    """Kill at point after point."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.test")
    django.setup()
    bring_up()
    from .making import asked, furnished

    owner, _, _ = furnished()
    found: list[dict[str, Any]] = []
    for point in range(POINTS):
        export = asked(
            owner, title=f"示例{point}", params={"path": "/accounts/", "query": f"q={point}", "columns": ["name"]}
        )
        killed = _run(export.pk, point, 0)
        tries = 1
        while _waits(export.pk) and tries < 4:
            _run(export.pk, None, tries * 4)
            tries += 1
        found.append({"point": point, "killed": killed, **_standing(export.pk)})
    print(json.dumps(found))  # noqa: T201


def _run(pk: int, point: int | None, minutes: int) -> bool:
    """Work in a process of its own, from so many minutes on; return whether it was killed."""
    from django.db import connection, connections
    from django.utils import timezone

    connections.close_all()
    child = os.fork()
    if child == 0:
        from newmedia_portal.core.exports import jobs

        def now() -> Any:
            return timezone.now() + timedelta(minutes=minutes)

        connection.ensure_connection()
        with connection.execute_wrapper(Killer(point)):
            jobs.make(at=now(), export=pk, now=now)
        connections.close_all()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _waits(pk: int) -> bool:
    from newmedia_portal.core.exports.models import Export

    return Export.objects.filter(pk=pk).waiting().exists()


def _standing(pk: int) -> dict[str, Any]:
    """Return state, stored files and messages of an export."""
    from newmedia_portal.core.exports.models import Export
    from newmedia_portal.core.notices.models import Notice

    from .making import files_of

    export = Export.objects.get(pk=pk)
    told = Notice.objects.filter(url=f"/exports/{pk}/").count()
    return {"state": str(export.state), "files": len(files_of(export)), "named": export.file.name != "", "told": told}


if __name__ == "__main__":
    main()
