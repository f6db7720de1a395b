"""Counting within a stretch of time (计数): in the cache of all processes; while it is away, each for itself."""

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

_own = LocMemCache("counts", {})


def count(key: str, *, seconds: int) -> int:
    """Count one more under a key that is forgotten after so many seconds; return how many there are now."""
    try:
        return _count(cache, key, seconds)
    except (RedisError, OSError):
        return _count(_own, key, seconds)


def _count(store: BaseCache, key: str, seconds: int) -> int:
    if store.add(key, 1, seconds):
        return 1
    try:
        return store.incr(key)
    except ValueError:  # forgotten between the two
        store.set(key, 1, seconds)
        return 1
