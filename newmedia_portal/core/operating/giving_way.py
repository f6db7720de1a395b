"""Jobs give way to people (让行): while somebody opens a page, the processor is theirs first."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

#: Linux shares the processor among sessions first, and only inside one by priority (sched(7), "autogroup").
SESSION = Path("/proc/self/autogroup")


def give_way() -> None:
    """Lower the priority of this process, and of those it starts, to JOB_NICENESS (0 to 19; 0 leaves it as it is).

    A process that is lower already stays so: nobody but root may raise it again. One that leads a session of its own,
    as every service does, lowers that session too, where the system has such a thing.
    """
    if os.getpriority(os.PRIO_PROCESS, 0) >= settings.JOB_NICENESS:
        return
    os.setpriority(os.PRIO_PROCESS, 0, settings.JOB_NICENESS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            SESSION.write_text(str(settings.JOB_NICENESS), "ascii")


class JobCommand(BaseCommand):
    """Base of commands that work over many rows for nobody who waits at a page."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command behind the people."""
        give_way()
        return super().execute(*args, **options)
