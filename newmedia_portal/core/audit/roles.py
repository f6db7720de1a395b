"""The database role under which the portal works (应用角色): it writes the audit log and can never change it."""

import re
from typing import Any

from django.db import connection

#: Checkpoints are written and read; where the chain goes on behind an archive is for the owner alone to say.
CHECKPOINTS, ARCHIVES = "core_auditcheckpoint", "core_auditarchive"
LOG, HEAD, MIGRATIONS = "core_auditevent", "core_audithead", "django_migrations"
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class RoleFault(Exception):
    """The role cannot be set up; the message names the remedy."""


def restrict(role: str, *, password: str = "") -> None:
    """Make the role if there is none, and give it what the portal needs and no more; safe to repeat.

    It reads and writes all tables, but of the log it only reads and adds, of the head of the log it deletes nothing,
    and the list of migrations it only reads. It owns nothing, so it can neither put triggers aside nor alter a table.
    Run by the owner of the tables, again after each migration. Raises RoleFault on another database, for an unusable
    name, for the owner itself, and for a role that owns tables or may do everything.
    """
    if connection.vendor != "postgresql":
        raise RoleFault("只有 PostgreSQL 能分开两个数据库角色；内嵌的 SQLite 只用于试用。")
    if not _NAME.fullmatch(role):
        raise RoleFault("角色名用小写字母、数字和下划线，以字母开头，例如 portal。")
    with connection.cursor() as cursor:
        _refuse_unfit(cursor, role)
        name = connection.ops.quote_name(role)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        if password:
            cursor.execute(f"ALTER ROLE {name} PASSWORD %s", [password])
        cursor.execute("SELECT current_database()")
        database = connection.ops.quote_name(cursor.fetchone()[0])
        for statement in _grants(name, database):
            cursor.execute(statement)


def _refuse_unfit(cursor: Any, role: str) -> None:
    cursor.execute("SELECT current_user")
    if cursor.fetchone()[0] == role:
        raise RoleFault(f"现在正以 {role} 连接。请用建表的角色（属主）执行，门户另用一个角色。")
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s AND rolsuper", [role])
    if cursor.fetchone() is not None:
        raise RoleFault(f"{role} 是数据库超级用户，限制对它不起作用。请换一个角色名。")
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s", [role])
    if cursor.fetchone()[0]:
        raise RoleFault(
            f"{role} 是数据表的属主，可以绕过限制。请先把表交给属主角色：REASSIGN OWNED BY {role} TO 属主。"
        )


def _grants(name: str, database: str) -> list[str]:
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM {name}",
        f"REVOKE UPDATE, DELETE ON {LOG} FROM {name}",
        f"REVOKE DELETE ON {HEAD} FROM {name}",
        f"REVOKE UPDATE, DELETE ON {CHECKPOINTS} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {ARCHIVES} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {MIGRATIONS} FROM {name}",
    ]


def may_change_the_log() -> bool:
    """Whether whoever is connected now could change or delete what the log holds, or make itself able to."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')"
            " OR has_table_privilege(c.oid, 'TRUNCATE') OR pg_has_role(c.relowner, 'MEMBER')"
            " FROM pg_class c WHERE c.oid = to_regclass(%s)",
            [LOG],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
