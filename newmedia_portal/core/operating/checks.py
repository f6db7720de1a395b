"""System checks of operation: what must not be set that way in a real installation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.utils.module_loading import import_string

FEW_SIGNS = 5


@register(Tags.security, deploy=True)
def settings_are_of_a_real_installation(**_: Any) -> list[CheckMessage]:
    """Refuse DEBUG, every host name, a key that is short or of few signs, and personal data without its own key."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG 是打开的，出错页会显示内部信息。", hint="去掉 DEBUG=1。", id="core.E010"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "写明域名，例如 ALLOWED_HOSTS=portal.example.gov.cn。"
        found.append(Error("ALLOWED_HOSTS 没有写明域名。", hint=hint, id="core.E011"))
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < FEW_SIGNS:
        hint = "用 python3 -c 'import secrets; print(secrets.token_urlsafe(64))' 生成。"
        found.append(Error("SECRET_KEY 太短或太简单。", hint=hint, id="core.E012"))
    if not settings.PERSONAL_DATA_KEY:
        hint = "新实例生成一个随机值；已有数据的实例填现在的 SECRET_KEY 的值（docs/runbooks/keys.md）。"
        found.append(Error("没有设置 PERSONAL_DATA_KEY，手机号的密钥与登录密钥相同。", hint=hint, id="core.E013"))
    return found


@register(Tags.security, deploy=True)
def transport_is_closed(**_: Any) -> list[CheckMessage]:
    """Refuse plain HTTP unless the house has said that it means it."""
    if settings.HTTP_ALLOWED or (
        settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    ):
        return []
    hint = "去掉 SECURE_SSL_REDIRECT=0；确实只在隔离网内用 HTTP 的，设置 HTTP_ALLOWED=1。"
    return [Error("没有强制使用 HTTPS，密码会明文传送。", hint=hint, id="core.E014")]


@register(Tags.security, deploy=True)
def embedded_database_has_one_process(**_: Any) -> list[CheckMessage]:
    """Refuse the embedded database under several portal processes: they would wait for each other's writes."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and settings.WEB_WORKERS > 1:
        hint = "设置 DATABASE_URL 使用 PostgreSQL，或设置 WEB_WORKERS=1。"
        return [Error("SQLite 不能由多个门户进程同时使用。", hint=hint, id="core.E015")]
    return []


@register(Tags.security)
def error_hook_can_be_called(**_: Any) -> list[CheckMessage]:
    """Refuse an ERROR_HOOK that names nothing: an error would go unreported when it matters."""
    if not settings.ERROR_HOOK:
        return []
    try:
        usable = callable(import_string(settings.ERROR_HOOK))
    except ImportError:
        usable = False
    hint = "写成 包.模块.函数，函数接收一个字典；不用时留空。"
    return [] if usable else [Error("ERROR_HOOK 指向的函数不存在。", hint=hint, id="core.E016")]


@register(Tags.security, deploy=True)
def uploads_are_kept_apart(**_: Any) -> list[CheckMessage]:
    """Warn where uploads can be read by everybody on the machine."""
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and media.stat().st_mode & 0o007:
        return [Warning("上传目录可以被本机其他用户读取。", hint=f"执行 chmod o-rwx {media}。", id="core.W010")]
    return []


@register(Tags.database, deploy=True)
def embedded_database_is_told(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn where a real installation runs on the embedded database at all."""
    return [
        Warning("正式环境使用内嵌的 SQLite。", hint="设置 DATABASE_URL 使用 PostgreSQL。", id="core.W011")
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
    ]
