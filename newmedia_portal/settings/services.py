"""Addresses of services turned into settings; a malformed one stops the start with a sentence that names it."""

from importlib.util import find_spec
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


def uploads(bucket: str, endpoint: str, region: str, access: str, secret: str) -> dict[str, Any]:
    """Return the storage of uploads: the folder MEDIA_ROOT, or a private S3 bucket where S3_BUCKET is set."""
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured('S3_BUCKET 需要另装组件:pip install "django-storages[s3]"。')
    if not (access and secret):
        raise ImproperlyConfigured("S3_BUCKET 需要同时设置 S3_ACCESS_KEY 和 S3_SECRET_KEY。")
    if endpoint and urlsplit(endpoint).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("S3_ENDPOINT_URL 应形如 https://s3.example.cn。")
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "access_key": access,
        "secret_key": secret,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
