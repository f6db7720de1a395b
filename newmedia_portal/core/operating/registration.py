"""What operation adds when the portal starts."""

from django.db.backends.signals import connection_created

from ..audit import register
from ..ui import navigation
from . import checks, permissions, statements, upkeep

register("work.retried", "重新执行后台工作")
connection_created.connect(statements.install, dispatch_uid="operating.statements")
navigation.register(
    "运行状态", "operating:status", perm="core.view_status", order=94, place=navigation.MORE, testid="nav-status"
)

__all__ = ["checks", "permissions", "upkeep"]
