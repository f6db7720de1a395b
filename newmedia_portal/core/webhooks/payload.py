"""The text of an event and its signature (推送内容与签名), after the conventions of Standard Webhooks.

The body tells what happened to which object, and where it can be looked up by those who may: no names, no phone
numbers, no words of anybody. The signature is HMAC-SHA-256 over "number.seconds.body" in base64; while a key is being
changed there are two, divided by a space, and one that fits is enough.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.timezone import localtime

VERSION = 1
PREFIX = "whsec_"


def new_secret() -> str:
    """Return a fresh key: 32 random bytes in base64 behind a mark that scanners for leaked keys know."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def new_identity() -> str:
    """Return a fresh number of an event; a receiver knows a repeat by it."""
    return f"evt_{uuid4().hex}"


def body_of(
    identity: str, kind: str, thing: tuple[str, int], *, at: datetime, unit: str, state: tuple[str, str], link: str
) -> str:
    """Return the text of an event, with its time in the zone of the portal. `state` holds codes before and after."""
    told: dict[str, Any] = {"object": {"type": thing[0], "id": thing[1]}, "link": link}
    if unit:
        told["unit"] = unit
    if state[1]:
        told["state"] = {"before": state[0], "after": state[1]}
    event = {
        "id": identity,
        "type": kind,
        "version": VERSION,
        "timestamp": localtime(at).isoformat(),
        "data": told,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def signature(secret: str, identity: str, seconds: int, body: bytes) -> str:
    """Return one signature: `v1,` and the base64 of the HMAC-SHA-256."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{identity}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_of(keys: Iterable[str], identity: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """Return the headers of a try."""
    seconds = int(at.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": identity,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(key, identity, seconds, body) for key in keys),
    }
