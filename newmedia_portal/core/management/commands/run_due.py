"""Drain the outbox and the schedule without a broker (内嵌后台任务)."""

import signal
import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.utils import timezone

from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_due
from newmedia_portal.core.operating.giving_way import JobCommand
from newmedia_portal.core.operating.heartbeats import SCHEDULE, WORKER, beat


class Command(JobCommand):
    """Run what is due now, once or in a loop until told to stop."""

    help = "执行到期的定时任务和排队任务;--loop 持续运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --loop and the pause between rounds in seconds."""
        parser.add_argument("--loop", action="store_true", help="持续运行,直到收到结束信号")
        parser.add_argument("--pause", type=float, default=1.0, help="两轮之间的间隔(秒)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; in a loop a failing round is logged and the next one tries again."""
        self.running = True
        if options["loop"]:
            signal.signal(signal.SIGTERM, self.stop)
            signal.signal(signal.SIGINT, self.stop)
        while self.running:
            try:
                if options["loop"]:
                    self.live()
                ran, done = run_due(at=timezone.now()), drain(now=timezone.now)
                if ran or done:
                    self.stdout.write(f"定时任务 {len(ran)} 个,排队任务 {done} 个")
            except Exception as error:
                if not options["loop"]:
                    raise
                self.stderr.write(f"本轮未完成,稍后重试:{error}")
            if not options["loop"]:
                return
            close_old_connections()
            time.sleep(options["pause"])

    def live(self) -> None:
        """Give a sign of life: of this process, and of the schedule that it keeps."""
        for kind, name in ((WORKER, ""), (SCHEDULE, "run_due")):
            beat(kind, at=timezone.now(), name=name)

    def stop(self, *_: Any) -> None:
        """End after the round that runs."""
        self.running = False
