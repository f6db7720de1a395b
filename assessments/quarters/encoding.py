"""How figures and results are written as JSON (存储格式): exact numbers as text, days as ISO, records as lists."""

import json
from datetime import date
from decimal import Decimal
from typing import Any


class ExactEncoder(json.JSONEncoder):
    """Writes what scoring works with the way the digest of a result does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(ensure_ascii=False, separators=(",", ":"))
        super().__init__(*args, **kwargs)

    def default(self, o: Any) -> Any:
        """Write a Decimal without an exponent and without zeros at its end, a day as text."""
        if isinstance(o, Decimal):
            return format(o.normalize(), "f")
        if isinstance(o, date):
            return o.isoformat()
        return super().default(o)
