"""`migrate` that lets the portal go on working (不停机迁移)."""

import time
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError

from newmedia_portal.core.schema.editor import PAUSE_SECONDS, TRIES, can_upgrade, in_vain, upgrading


class Command(Migrate):
    """Migrate; where a PostgreSQL holds tables already, without locking them for long."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the way of old as a choice."""
        super().add_arguments(parser)
        parser.add_argument(
            "--stopped", action="store_true", help="门户已停机：每个迁移用一个事务完成，不管锁多久（PostgreSQL）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's command, with the editor of an upgrade where the portal may be at work."""
        if options.pop("stopped", False) or not can_upgrade(options["database"]):
            super().handle(*args, **options)
            return
        with upgrading(options["database"], self.stderr.write):
            for left in reversed(range(TRIES)):
                try:
                    super().handle(*args, **options)
                    return
                except DatabaseError as error:
                    if not in_vain(error) or not left:
                        raise
                    self.stderr.write(f"没有取得锁，{PAUSE_SECONDS} 秒后接着做：{error}")
                    time.sleep(PAUSE_SECONDS)
