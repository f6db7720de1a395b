"""How often one address may ask in a minute (限流): counted in the cache, forgotten with the minute.

The cache is Redis where there is one; without it, or while it is away, each process counts for itself. The address is
kept as a keyed hash only.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

MINUTE = 60
#: One reader may hold so much of the newer addresses: they are counted together.
HOUSEHOLD = 64
_own = LocMemCache("account-check", {})


def wait_of(address: str, *, at: datetime) -> int:
    """Count one question; return 0, or for how many seconds the address must wait."""
    moment = int(at.timestamp())
    key = f"account-check:{_mark(address)}:{moment // MINUTE}"
    try:
        asked = _count(cache, key)
    except (RedisError, OSError):
        asked = _count(_own, key)
    return 0 if asked <= settings.PUBLIC_VERIFY_PER_MINUTE else MINUTE - moment % MINUTE


def _count(store: BaseCache, key: str) -> int:
    if store.add(key, 1, 2 * MINUTE):
        return 1
    try:
        return store.incr(key)
    except ValueError:
        store.set(key, 1, 2 * MINUTE)
        return 1


def _mark(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        place = ""
    else:
        place = str(ipaddress.ip_network((known, HOUSEHOLD), strict=False)) if known.version == 6 else str(known)
    return hmac.new(settings.SECRET_KEY.encode(), place.encode(), hashlib.sha256).hexdigest()[:32]
