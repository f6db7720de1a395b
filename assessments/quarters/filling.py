"""Filling stencils (明细还原): the text that accounts share, with the figures of one of them, gives its own."""

import json
from typing import Any

from .encoding import ExactEncoder

_ENCODE = ExactEncoder().encode


def fill(text: str, figures: str | None, account: int) -> list[Any]:
    """Return what a stencil and the figures of an account stand for."""
    parts = [_ENCODE(one) for one in json.loads(figures or "[]")]
    found: list[Any] = json.loads(text.format(*parts, id=account))
    return found
