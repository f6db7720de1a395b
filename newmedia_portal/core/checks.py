"""System checks that refuse an unsafe start (启动自检)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from .audit.roles import may_change_the_log

WEAK_KEYS = ("demo-only", "test-only", "django-insecure-")
UNUSABLE_LOCALES = ("C", "POSIX")


def inside(path: Path, folder: Path) -> bool:
    """Say whether a path lies in a folder or is that folder."""
    return path.resolve().is_relative_to(folder.resolve())


@register(Tags.security)
def uploads_stay_private(**_: Any) -> list[CheckMessage]:
    """Refuse uploads where the web server hands out files without asking who reads them."""
    folders = [Path(settings.STATIC_ROOT), *(Path(folder) for folder in settings.STATICFILES_DIRS)]
    media = Path(settings.MEDIA_ROOT)
    if any(inside(media, folder) or inside(folder, media) for folder in folders):
        return [
            Error("MEDIA_ROOT 与静态文件目录重叠,上传的文件会不经检查公开。", hint="给它单独的目录。", id="core.E001")
        ]
    return []


@register(Tags.security, deploy=True)
def key_is_own(**_: Any) -> list[CheckMessage]:
    """Refuse a key that stands in the source code."""
    if settings.SECRET_KEY.startswith(WEAK_KEYS):
        return [Error("SECRET_KEY 是源代码中的示例值。", hint="生成一个随机值。", id="core.E002")]
    return []


@register(Tags.security)
def sign_in_is_limited(**_: Any) -> list[CheckMessage]:
    """Refuse a sign-in without a limit on attempts or with a session that outlives the browser."""
    found: list[CheckMessage] = []
    if not settings.AUTHENTICATION_BACKENDS[0].startswith("axes."):
        found.append(
            Error("登录次数限制没有排在第一位。", hint="AUTHENTICATION_BACKENDS 以 axes 开头。", id="core.E003")
        )
    if not settings.SESSION_EXPIRE_AT_BROWSER_CLOSE:
        found.append(Error("不允许自动登录。", hint="SESSION_EXPIRE_AT_BROWSER_CLOSE=True", id="core.E004"))
    return found


@register(Tags.database)
def text_search_works(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a PostgreSQL whose locale cannot take Chinese apart, or that does not store UTF-8."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
            )
            encoding, locale = cursor.fetchone()
        if encoding != "UTF8":
            found.append(Error(f"数据库编码是 {encoding},应为 UTF8。", hint="用 UTF8 重建数据库。", id="core.E005"))
        if locale in UNUSABLE_LOCALES:
            found.append(
                Error(f"数据库区域是 {locale},中文检索会失效。", hint="用 C.UTF-8 重建数据库。", id="core.E006")
            )
    return found


@register(Tags.database)
def embedded_database_is_for_one_machine(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn where the embedded database is used together with a broker, that is by several machines."""
    if not settings.REDIS_URL:
        return []
    return [
        Warning("SQLite 只适合单机运行。", hint="配置 REDIS_URL 时请同时配置 DATABASE_URL。", id="core.W001")
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
    ]


@register(Tags.database, deploy=True)
def the_log_is_out_of_reach(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn where the portal connects as a role that could change the audit log."""
    if not databases or connections["default"].vendor != "postgresql" or not may_change_the_log():
        return []
    hint = "由属主执行 manage.py app_role 角色名，再让门户用该角色连接（docs/operations.md）。"
    return [Warning("门户的数据库角色可以改动审计日志。", hint=hint, id="core.W003")]
