"""Secrets and codes (密钥、验证码、恢复码): made, shown, read and compared; nothing is stored here."""

import secrets
import unicodedata
from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP
from django_otp.util import random_hex

from ..paper.codes import data_uri

ISSUER = "新媒体账号备案与审核"
SECRET_BYTES, STEP_SECONDS, DIGITS = 20, 30, 6
#: So many steps before and after the present one are taken: the clock of a phone may be off by half a minute.
TOLERANCE = 1
RECOVERY_CODES = 10
#: Without 0, 1, i, l and o, which are taken for one another on paper.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
#: Of the twelve signs the first two find the stored row, and ten (49 bits) are hashed like a password.
START, LENGTH = 2, 12


def new_secret() -> str:
    """Return a secret of 160 bits in hexadecimal signs."""
    return str(random_hex(SECRET_BYTES))


def as_typed(secret: str) -> str:
    """Return the secret as it is typed into a phone: base 32 in groups of four."""
    return _in_fours(b32encode(unhexlify(secret)).decode())


def address_of(secret: str, username: str) -> str:
    """Return the address that an authenticator reads (otpauth)."""
    told = {"secret": b32encode(unhexlify(secret)).decode(), "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{quote(f'{ISSUER}:{username}')}?{urlencode(told, quote_via=quote)}"


def picture_of(secret: str, username: str) -> str:
    """Return the address as a QR code, a data URI for an image."""
    return data_uri(address_of(secret, username))


def step_of(secret: str, code: str, *, at: datetime, after: int = -1) -> int | None:
    """Return the step of time that a code belongs to, None for a wrong one; steps up to `after` are used up."""
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return None
    clock = TOTP(unhexlify(secret), STEP_SECONDS, 0, DIGITS)
    clock.time = at.timestamp()
    return int(clock.t()) if clock.verify(int(code), TOLERANCE, after + 1) else None


def new_recovery_codes() -> list[str]:
    """Return ten recovery codes as they are shown, no two with the same beginning."""
    found: dict[str, str] = {}
    while len(found) < RECOVERY_CODES:
        code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        found.setdefault(code[:START], code)
    return [_in_fours(code, "-") for code in found.values()]


def plain(typed: str) -> str:
    """Return what was typed without spaces, dashes, capitals and full-width signs."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return "".join(sign for sign in text if sign.isalnum())


def _in_fours(text: str, between: str = " ") -> str:
    return between.join(text[n : n + 4] for n in range(0, len(text), 4))
