"""What a long test measured, kept for the table in docs/soak.md."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "docs" / "soak"


def keep_result(name: str, *, label: str, threshold: str, figures: Mapping[str, float | int | str], held: bool) -> None:
    """Write what a run measured to docs/soak/<name>.json; the last run stands.

    `label` and `threshold` are Chinese and stand in the table; figures carry their unit in their Chinese name. Call it
    before the assertion, so that a missed threshold is kept with its figure.
    """
    RESULTS.mkdir(exist_ok=True)
    facts = {
        "label": label,
        "threshold": threshold,
        "figures": dict(figures),
        "held": held,
        "measured_on": datetime.now(UTC).date().isoformat(),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
