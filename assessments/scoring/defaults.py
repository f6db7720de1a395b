"""The default scheme of an edition (默认考核方案): indicators, weights and vetoes of the edition, rules presumed once.

What is compared, its weight and its article stand in the edition and nowhere else. How a figure becomes points is
written in no regulation; `assessments/schemes/defaults.toml` presumes it, by metric, and says so in each note.
"""

import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes import schema as regime
from newmedia_portal.regimes.schema import Frozen

from .schema import Band, Confirmation, Indicator, Part, Rule, Scheme, Veto, Year

SCHEMES_DIR = Path(__file__).resolve().parents[1] / "schemes"
#: The setting of an edition by which an administrator gives weight to a metric that is shown only.
CONFIRMING = {"followers": "score_followers", "forwards": "score_interaction", "comments": "score_interaction"}


class NoAssessment(Refused):
    """The regulation has no assessment, so no scheme can be derived from it."""


class Way(Frozen):
    """How a figure becomes points, where nothing else is decided (推定的计分办法)."""

    source: Literal["automatic", "hand"] = "automatic"
    direction: Literal["up", "down"] = "up"
    rule: Rule
    note: str


class Metric(Way):
    """The same for one metric of the editions and the measure it reads."""

    code: str
    measure: str


class Defaults(Frozen):
    """The presumed part of every default scheme."""

    version: str
    places: int
    note: str
    bands: tuple[Band, ...]
    periods: dict[str, int]
    otherwise: Way
    metrics: tuple[Metric, ...] = Field(min_length=1)

    def of(self, code: str) -> Metric:
        """Return how a metric becomes points; one that is not listed is scored by hand."""
        for metric in self.metrics:
            if metric.code == code:
                return metric
        return Metric(code=code, measure=code, **self.otherwise.model_dump())


@lru_cache(maxsize=1)
def defaults() -> Defaults:
    """Return the presumed part, read once."""
    text = (SCHEMES_DIR / "defaults.toml").read_text(encoding="utf-8")
    return Defaults.model_validate(tomllib.loads(text, parse_float=Decimal))


def default_scheme(edition: regime.Edition) -> Scheme:
    """Return the scheme that follows from an edition; raises NoAssessment where the regulation has none."""
    stated, presumed = edition.assessment, defaults()
    if stated is None or not any(item.scored for item in edition.indicators):
        raise NoAssessment(
            f"《{edition.title}》没有考核条款，不能生成考核方案。"
            "需要考核的，请先在制度版本中补上 assessment 和 indicators。"
        )
    return Scheme(
        code=edition.code,
        version=f"{edition.version}-{presumed.version}",
        title=stated.label,
        derived_from=f"{edition.code}/{edition.version}",
        counted_into=stated.counted_into,
        places=presumed.places,
        note=presumed.note,
        parts=(Part(code="accounts", label="账号", weight=Decimal(100)),),
        indicators=tuple(_indicator(edition, item, presumed.of(item.code)) for item in edition.indicators),
        vetoes=tuple(_veto(item) for item in edition.vetoes),
        bands=presumed.bands,
        year=_year(stated, presumed),
    )


def _indicator(edition: regime.Edition, item: regime.Indicator, metric: Metric) -> Indicator:
    weight = _exact(item.weight) if item.scored else Decimal(0)
    rule: Rule | None = metric.rule if weight else None
    if rule is not None and item.cap is not None:
        rule = rule.model_copy(update={"cap": _exact(item.cap)})
    return Indicator(
        code=item.code,
        label=item.label,
        source=metric.source,
        measure=metric.measure,
        weight=weight,
        direction=metric.direction,
        rule=rule,
        confirmation=_confirmation(edition, item) if weight else None,
        article=item.article,
        basis=item.basis,
        paraphrase=item.paraphrase,
        note="；".join(words for words in (item.note, metric.note if weight else "") if words),
        clauses=item.clauses,
    )


def _exact(value: float) -> Decimal:
    """Return a number of an edition as it is written there."""
    return Decimal(f"{value:g}")


def _confirmation(edition: regime.Edition, item: regime.Indicator) -> Confirmation | None:
    """Return the confirmation that the edition's own setting stands for."""
    key = CONFIRMING.get(item.code)
    if key is None or not edition.has_setting(key) or edition.setting(key) is not True:
        return None
    return Confirmation(
        reason=f"制度版本已在设定项“{key}”确认“{item.label}”计分。", by=f"{edition.code}/{edition.version}"
    )


def _veto(item: regime.Veto) -> Veto:
    of_year = item.effect == "zero_year"
    score = item.score if item.score is not None else 0 if of_year else None
    return Veto(
        code=item.code,
        label=item.label,
        levels=item.levels,
        effect="fail" if score is None else "fix",
        score=None if score is None else _exact(score),
        hits="unit",
        scope="year" if of_year else "period",
        article=item.article,
        basis=item.basis,
        paraphrase=item.paraphrase,
        note=item.note,
        clauses=item.clauses,
    )


def _year(stated: regime.Assessment, presumed: Defaults) -> Year:
    """Return how the year follows from the shortest period that the regulation names."""
    periods = max(presumed.periods.get(period, 1) for period in stated.periods)
    return Year(
        periods=periods,
        article=stated.article,
        basis="presumed",
        paraphrase="各期同等，取平均。",
        clauses=stated.clauses,
    )
