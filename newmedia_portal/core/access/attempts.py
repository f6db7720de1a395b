"""Counting failed log-ins over names and over addresses (撞库、喷洒): what one name at one address does not show.

Counted in the cache for a quarter of an hour; without Redis, or while it is away, each process counts for itself.
Names and addresses are kept as keyed hashes only, known names like unknown ones.
"""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from redis.exceptions import RedisError

WINDOW = 15 * 60
_own = LocMemCache("log-in-attempts", {})


def too_many(request: HttpRequest, name: str, *, at: datetime) -> bool:
    """Whether further attempts for this name, or from this address, are refused for now."""
    return any(most and _read(key) >= most for key, most in _counters(request, name, at))


def count_failure(request: HttpRequest, name: str, *, at: datetime) -> None:
    """Count one failed attempt for its name and its address."""
    for key, most in _counters(request, name, at):
        if most:
            _add(key)


def _counters(request: HttpRequest, name: str, at: datetime) -> list[tuple[str, int]]:
    window = int(at.timestamp()) // WINDOW
    address = request.META.get("REMOTE_ADDR", "")
    return [
        (f"log-in:address:{_mark(address)}:{window}", settings.LOGIN_FAILURES_PER_ADDRESS),
        (f"log-in:name:{_mark(name.casefold())}:{window}", settings.LOGIN_FAILURES_PER_NAME),
    ]


def _read(key: str) -> int:
    try:
        return int(cache.get(key, 0))
    except (RedisError, OSError):
        return int(_own.get(key, 0))


def _add(key: str) -> None:
    try:
        _increase(cache, key)
    except (RedisError, OSError):
        _increase(_own, key)


def _increase(store: BaseCache, key: str) -> None:
    if store.add(key, 1, 2 * WINDOW):
        return
    try:
        store.incr(key)
    except ValueError:
        store.set(key, 1, 2 * WINDOW)


def _mark(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
