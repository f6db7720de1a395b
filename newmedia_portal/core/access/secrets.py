"""Encryption of personal fields at rest (个人信息加密), with a keyed hash for exact search."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


@lru_cache(maxsize=4)
def _cipher(secret: str) -> Fernet:
    key = hashlib.sha256(b"portal-personal-data:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(plain: str) -> str:
    """Return the encrypted form of a text; empty stays empty."""
    return _cipher(_secret()).encrypt(plain.encode()).decode() if plain else ""


def unseal(sealed: str) -> str:
    """Return the plain text; raises ValueError if it was not sealed with this installation's key."""
    if not sealed:
        return ""
    try:
        return _cipher(_secret()).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("密文无法用当前密钥解开。") from error


def fingerprint(plain: str) -> str:
    """Return a keyed hash of a text, for exact search without decryption."""
    return hmac.new(_secret().encode(), plain.encode(), hashlib.sha256).hexdigest() if plain else ""


def mask_phone(plain: str) -> str:
    """Return a phone number with its middle hidden: 138****0001, 0000-****001."""
    if len(plain) >= 11 and plain.isdigit():
        return f"{plain[:3]}****{plain[-4:]}"
    return f"{plain[:-6]}****{plain[-2:]}" if len(plain) > 6 else "****" if plain else ""


def _secret() -> str:
    return getattr(settings, "PERSONAL_DATA_KEY", "") or settings.SECRET_KEY
