"""System checks about the keys of personal data (密钥自检)."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from ..access.secrets import keys
from .rotating import standing


@register(Tags.database, deploy=True)
def keys_are_in_step(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Say what is still under an older key while several are given, and what none of them opens."""
    if not databases or len(keys()) < 2:
        return []
    try:
        counts = standing()
    except DatabaseError:
        return []
    found: list[CheckMessage] = []
    if older := sum(count.older for count in counts):
        hint = "执行 manage.py rotate_keys；全部完成后再从 PERSONAL_DATA_KEY 删去旧密钥。"
        found.append(Warning(f"还有 {older} 项个人信息在旧密钥之下。", hint=hint, id="core.W083"))
    if lost := sum(count.lost for count in counts):
        hint = "把当时的密钥加到 PERSONAL_DATA_KEY 末尾。"
        found.append(Error(f"有 {lost} 项个人信息用现有的密钥都解不开。", hint=hint, id="core.E083"))
    return found
