"""The people and objects under attack (靶场): the stage of the access matrix, never committed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.test import override_settings

from tests.architecture.access_matrix import kept_stage
from tests.architecture.matrix_world import MISSING, Stage, set_the_stage

from .foreign import number_apart
from .sending import Attacker

#: Limits on the number of tries are tested elsewhere; here they would keep the rest of the attacks out.
UNLIMITED = {
    "PUBLIC_REPORTS_PER_HOUR": 10**9, "PUBLIC_VERIFY_PER_MINUTE": 10**9, "ITEM_PUSHES_PER_MINUTE": 10**9,
    "CALENDAR_READS_PER_HOUR": 10**9, "AXES_ENABLED": False,
}  # fmt: skip


def _numbered_apart() -> Stage:
    number_apart()
    return set_the_stage()


@contextmanager
def attacked(blocker: Any) -> Iterator[Attacker]:
    """Lend somebody who attacks the stage; the log is silent meanwhile."""
    logging.disable(logging.CRITICAL)
    with override_settings(**UNLIMITED), kept_stage(blocker, _numbered_apart) as asker:
        attacker = Attacker(asker)
        yield attacker
        attacker.close()
    cache.clear()
    logging.disable(logging.NOTSET)


def foreign_ids(stage: Stage) -> list[str]:
    """Return keys of objects of another organisation and of another unit, and of nothing."""
    found = {str(getattr(one, "pk", "")) for places in stage.objects.values() for place, one in places.items()
             if place in ("foreign", "elsewhere")}  # fmt: skip
    return [*sorted(found - {""}, key=lambda key: (len(key), key))[:12], str(MISSING)]
