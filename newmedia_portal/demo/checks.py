"""A check of real installations: nobody of the demo may be able to sign in, since their password is published."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from .organisations import CAST

EDITIONS = Path(__file__).parents[1] / "regimes" / "editions"


@register(Tags.database, deploy=True)
def demo_people_are_gone(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a real installation in which people of the demo can still sign in."""
    if not databases or settings.DEBUG:
        return []
    names = [f"{edition.stem}-{role}" for edition in EDITIONS.glob("*.toml") for role in CAST]
    people = get_user_model().objects.filter(username__in=names, is_active=True)
    try:
        found = list(people.order_by("username").values_list("username", flat=True)[:3])
    except DatabaseError:  # before the first migration
        return []
    if not found:
        return []
    hint = "停用这些用户；演示数据应在单独的实例里。"
    return [Error(f"正式环境里有演示用户：{'、'.join(found)}，密码是公开的。", hint=hint, id="demo.E001")]
