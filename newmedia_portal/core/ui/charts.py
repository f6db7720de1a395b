"""Charts (图表): one declaration gives the picture and the table under it, so that both always say the same.

    Chart("activity", "近 12 个月发布条数", labels=months, series=[Series("条数", values, kind="bar")], unit="条")

`{% chart chart %}` shows it. Where scripts are off the table alone is there; print and screen readers have it always.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .vocabulary import Tone

Kind = Literal["bar", "line", "stack"]
Number = int | float | None


@dataclass(frozen=True)
class Series:
    """One row of values under a label; None is unknown and leaves a gap. `urls` lead from a value to its list."""

    label: str
    values: Sequence[Number]
    kind: Kind = "bar"
    tone: Tone = Tone.BLUE
    urls: Sequence[str] = ()

    def cells(self) -> list[tuple[Number, str]]:
        """Return each value with the address of its list."""
        urls = list(self.urls) or [""] * len(self.values)
        return list(zip(self.values, urls, strict=True))


@dataclass(frozen=True)
class Branch:
    """One tile of a tree map: its size, its colour, and words that say what the colour means."""

    label: str
    size: int
    tone: Tone
    says: str = ""
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars and lines over the same labels. `unit` is the unit of the values; `note` says where they come from."""

    code: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    note: str = ""
    heading: str = "时间"
    template: str = field(default="components/chart_table.html", init=False)

    def __post_init__(self) -> None:
        """Refuse a series that does not fit its labels."""
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.label}: {len(series.values)} values under {len(self.labels)} labels")

    @property
    def spec(self) -> str:
        """What the script draws, as JSON."""
        series = [
            {"label": one.label, "values": list(one.values), "kind": one.kind, "tone": one.tone, "urls": list(one.urls)}
            for one in self.series
        ]
        return _json({"kind": "columns", "labels": list(self.labels), "unit": self.unit, "series": series})

    @property
    def rows(self) -> list[tuple[str, list[tuple[Number, str]]]]:
        """The table: label, and for each series value and address."""
        columns = [series.cells() for series in self.series]
        return [(label, [column[n] for column in columns]) for n, label in enumerate(self.labels)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.series for value in series.values)


@dataclass(frozen=True)
class TreeMap:
    """Tiles whose size is a number and whose colour is a state (矩形树图)."""

    code: str
    title: str
    branches: Sequence[Branch]
    unit: str = ""
    note: str = ""
    heading: str = "单位"
    template: str = field(default="components/tree_table.html", init=False)

    @property
    def spec(self) -> str:
        """What the script draws, as JSON."""
        tiles = [
            {"label": one.label, "size": one.size, "tone": one.tone, "says": one.says, "url": one.url}
            for one in self.branches
        ]
        return _json({"kind": "tree", "unit": self.unit, "tiles": tiles})

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(branch.size for branch in self.branches)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
