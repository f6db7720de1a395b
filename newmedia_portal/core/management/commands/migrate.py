"""`migrate` that lets the portal go on working (不停机迁移)."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate

from newmedia_portal.core.schema.editor import can_upgrade, upgrading


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
            super().handle(*args, **options)
