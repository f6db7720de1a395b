"""Addresses of services turned into settings; a malformed one stops the start with a sentence that names it."""

from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DEMO_KEY = "demo-only-key-never-for-production-0123456789abcdef"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
S3_NAMES = ("BUCKET", "ENDPOINT_URL", "REGION", "ACCESS_KEY", "SECRET_KEY", "ADDRESSING")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def database(url: str, embedded: Path, password: str = "") -> dict[str, Any]:
    """Return the database setting for DATABASE_URL; empty means the embedded SQLite file (WAL, IMMEDIATE).

    A password given apart (DATABASE_PASSWORD, or its file) takes the place of one in the address.
    """
    try:
        chosen: dict[str, Any] = {**dj_database_url.parse(url or f"sqlite:///{embedded}")}
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL 应形如 postgres://用户:密码@主机:5432/库名。") from error
    if chosen["ENGINE"].endswith("sqlite3"):
        return {**chosen, "OPTIONS": SQLITE_OPTIONS}
    if not chosen["ENGINE"].endswith(".postgresql"):
        raise ImproperlyConfigured("DATABASE_URL 只支持 postgres:// 与 sqlite://。")
    if not chosen["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL 没有写库名,应形如 postgres://用户:密码@主机:5432/库名。")
    return {**chosen, "PASSWORD": password or chosen["PASSWORD"], "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def redis(url: str) -> str:
    """Return REDIS_URL after a look at its form; empty means the embedded worker."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and (parts.port or 6379) > 0
        usable = usable and (parts.path.strip("/") or "0").isdigit()
    except ValueError:
        usable = False
    if not usable:
        raise ImproperlyConfigured("REDIS_URL 应形如 redis://主机:6379/0。")
    return url


def email(url: str) -> dict[str, Any]:
    """Return the mail settings for EMAIL_URL: smtp, smtp+tls, smtps or console; empty means no mail at all."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL 应形如 smtp+tls://用户:密码@主机:587、smtps://… 或 console://。")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def portal(url: str) -> str:
    """Return PORTAL_URL after a look at its form; empty means the first allowed host."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured("PORTAL_URL 应形如 https://portal.example.gov.cn。")
    return url.rstrip("/")


def hosts(entries: list[str]) -> list[str]:
    """Return MESSAGE_HOSTS: names, addresses and networks; an open one that lets everything through is refused."""
    for entry in entries:
        if "/" in entry:
            try:
                network = ip_network(entry)
            except ValueError as error:
                raise ImproperlyConfigured(f"MESSAGE_HOSTS 中的网段 {entry!r} 写法有误。") from error
            if network.prefixlen == 0:
                raise ImproperlyConfigured("MESSAGE_HOSTS 不能放开所有地址。")
        elif "*" in entry or (":" in entry and not _is_address(entry)):
            raise ImproperlyConfigured(f"MESSAGE_HOSTS 只写主机名、地址或网段，不写协议和端口：{entry!r}。")
    return [entry.lower() for entry in entries]


def webhook_networks(entries: list[str]) -> list[str]:
    """Return WEBHOOK_ALLOWED_NETWORKS: addresses and networks, no names; one that holds every address is refused."""
    for entry in entries:
        try:
            network = ip_network(entry)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"WEBHOOK_ALLOWED_NETWORKS 只写地址或网段，如 10.1.2.0/24，不写主机名：{entry!r}。"
            ) from error
        if network.prefixlen == 0:
            raise ImproperlyConfigured("WEBHOOK_ALLOWED_NETWORKS 不能放开所有地址。")
    return entries


def host_names(entries: list[str]) -> list[str]:
    """Return WEBHOOK_ALLOWED_HOSTS: names, or with a leading dot everything that ends so."""
    for entry in entries:
        if "*" in entry or "/" in entry or (":" in entry and not _is_address(entry)) or len(entry.strip(".")) == 0:
            raise ImproperlyConfigured(
                f"WEBHOOK_ALLOWED_HOSTS 只写主机名，或以点开头的后缀，如 .example.gov.cn：{entry!r}。"
            )
    return [entry.lower() for entry in entries]


def uploads(bucket: str, endpoint: str, region: str, access: str, secret: str, addressing: str = "") -> dict[str, Any]:
    """Return the storage of uploads: the folder MEDIA_ROOT, or a private S3 bucket where S3_BUCKET is set."""
    if not bucket:
        return {"BACKEND": "newmedia_portal.core.uploads.whole.WholeFiles"}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("S3_BUCKET 需要另装组件：pip install --require-hashes -r requirements-s3.txt。")
    if not (access and secret):
        raise ImproperlyConfigured("S3_BUCKET 需要同时设置 S3_ACCESS_KEY 和 S3_SECRET_KEY。")
    if endpoint and urlsplit(endpoint).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("S3_ENDPOINT_URL 应形如 https://s3.example.cn。")
    if addressing not in {"", "auto", "path", "virtual"}:
        raise ImproperlyConfigured(f"S3_ADDRESSING 应为 auto、path 或 virtual，现在是 {addressing!r}。")
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "access_key": access,
        "secret_key": secret,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
        "client_config": _bucket_client(addressing or "auto"),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _bucket_client(addressing: str) -> Any:
    """Return how the bucket is spoken to: patience in seconds, and nothing that only Amazon's own servers know.

    Checksums that newer clients add to every upload are refused by many compatible servers, so they go only where the
    protocol asks for them.
    """
    from botocore.config import Config

    return Config(
        connect_timeout=3,
        read_timeout=20,
        retries={"total_max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": addressing},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def bound(chosen: dict[str, Any], *, seconds: int, pooled: bool) -> None:
    """Give PostgreSQL a time limit for statements in seconds (0: none), and suit it to a pool (PgBouncer).

    A pool that lends a connection for one transaction knows neither start options nor server-side cursors: the limit
    stands at the role there (`ALTER ROLE portal SET statement_timeout`).
    """
    if not chosen["ENGINE"].endswith(".postgresql"):
        return
    if pooled:
        if seconds:
            raise ImproperlyConfigured(
                "DATABASE_POOLED=1 时 STATEMENT_TIMEOUT_SECONDS 不起作用：请设为 0，在数据库角色上设置。"
            )
        chosen |= {"DISABLE_SERVER_SIDE_CURSORS": True, "CONN_MAX_AGE": 0}
    elif seconds:
        chosen["OPTIONS"] = {**chosen.get("OPTIONS", {}), "options": f"-c statement_timeout={seconds * 1000}"}


def networks(entries: list[str]) -> list[str]:
    """Return METRICS_ALLOWED_NETWORKS after a look at their form."""
    for entry in entries:
        try:
            ip_network(entry)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"METRICS_ALLOWED_NETWORKS 应为网段或地址，例如 10.1.2.0/24，现在是 {entry!r}。"
            ) from error
    return entries


def log_form(form: str) -> str:
    """Return LOG_FORM: json or plain."""
    if form not in {"json", "plain"}:
        raise ImproperlyConfigured(f"LOG_FORM 应为 json 或 plain，现在是 {form!r}。")
    return form


def scanner(address: str) -> str:
    """Return UPLOAD_SCANNER after a look at its form; empty means that nothing is scanned."""
    if not address:
        return ""
    if address.startswith("command:") and address.removeprefix("command:").strip():
        return address
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "clamd" and (bool(parts.hostname) or parts.path.startswith("/"))
        usable = usable and (parts.port or 3310) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ImproperlyConfigured(
            "UPLOAD_SCANNER 应形如 clamd:///run/clamav/clamd.ctl、clamd://主机:3310 或 command:命令。"
        )
    return address


def internal_location(prefix: str) -> str:
    """Return X_ACCEL_PREFIX after a look at its form; empty means that the portal sends files itself."""
    if prefix and not (prefix.startswith("/") and not prefix.startswith("//")):
        raise ImproperlyConfigured("X_ACCEL_PREFIX 应形如 /protected/。")
    return prefix
