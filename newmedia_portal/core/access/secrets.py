"""Encryption of personal fields at rest (个人信息加密), with a keyed hash for exact search.

The key may be a list, the newest first: the first seals, all of them open. `core.personal.rotating` brings what older
keys have sealed under the newest, after which these may go.
"""

import base64
import hashlib
import hmac
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: Where several keys are given, each has at least so many characters: a comma inside a single key shall not go unseen.
SHORTEST = 32


@lru_cache(maxsize=16)
def _cipher(secret: str) -> Fernet:
    key = hashlib.sha256(b"portal-personal-data:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(plain: str) -> str:
    """Return the encrypted form of a text, under the newest key; empty stays empty."""
    return _cipher(keys()[0]).encrypt(plain.encode()).decode() if plain else ""


def unseal(sealed: str) -> str:
    """Return the plain text; raises ValueError if it was sealed with none of this installation's keys."""
    if not sealed:
        return ""
    _, plain = _opened(sealed)
    if plain is None:
        raise ValueError("密文无法用当前密钥解开。")
    return plain


def key_of(sealed: str) -> int | None:
    """Return the place of the key that opens a text: 0 is the newest, None that none does; empty counts as newest."""
    place, plain = _opened(sealed) if sealed else (0, "")
    return None if plain is None else place


def _opened(sealed: str) -> tuple[int, str | None]:
    """Return the place of the key that opens a text, and the text."""
    for place, secret in enumerate(keys()):
        try:
            return place, _cipher(secret).decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    return -1, None


def fingerprint(plain: str) -> str:
    """Return a keyed hash of a text under the newest key, for exact search without decryption."""
    return _hash(keys()[0], plain) if plain else ""


def fingerprints(plain: str) -> list[str]:
    """Return the keyed hashes of a text under all keys, the newest first: while keys change rows may bear either."""
    return [_hash(secret, plain) for secret in keys()] if plain else []


def _hash(secret: str, plain: str) -> str:
    return hmac.new(secret.encode(), plain.encode(), hashlib.sha256).hexdigest()


def mask_phone(plain: str) -> str:
    """Return a phone number with its middle hidden: 138****0001, 0000-****001."""
    if len(plain) >= 11 and plain.isdigit():
        return f"{plain[:3]}****{plain[-4:]}"
    return f"{plain[:-6]}****{plain[-2:]}" if len(plain) > 6 else "****" if plain else ""


def keys() -> tuple[str, ...]:
    """Return the keys, the newest first; without any the key is derived from SECRET_KEY."""
    return _parted(getattr(settings, "PERSONAL_DATA_KEY", "") or settings.SECRET_KEY, settings.SECRET_KEY)


@lru_cache(maxsize=8)
def _parted(text: str, secret_key: str) -> tuple[str, ...]:
    if text == secret_key:
        return (text,)
    parts = tuple(dict.fromkeys(part.strip() for part in re.split(r"[,\n]", text) if part.strip()))
    if len(parts) > 1 and min(map(len, parts)) < SHORTEST:
        raise ImproperlyConfigured(
            f"PERSONAL_DATA_KEY 含多个密钥时，每个不少于 {SHORTEST} 个字符，用逗号或换行隔开，新的在前。"
        )
    return parts
