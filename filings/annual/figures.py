"""What the portal knows of an account's year (年度数据), for the report: upper apps put in theirs."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from accounts.models import MediaAccount

from ..models import Filing


@dataclass(frozen=True)
class Figure:
    """One figure of the year with its words; `text` is the sentence that the report begins with, where there is one."""

    code: str
    label: str
    value: str
    text: str = ""
    into: str = "annual_summary"


Maker = Callable[[MediaAccount, int], Iterable[Figure]]
_makers: list[Maker] = []


def register_figures(make: Maker) -> Maker:
    """Add figures, once; called from an AppConfig.ready."""
    if make not in _makers:
        _makers.append(make)
    return make


def figures_of(account: MediaAccount, year: int) -> list[Figure]:
    """Return all figures of an account for a year."""
    return [figure for make in _makers for figure in make(account, year)]


def as_data(figures: list[Figure]) -> list[dict[str, Any]]:
    """Return figures as they are stored with the check."""
    return [asdict(figure) for figure in figures]


def prefill(account: MediaAccount, year: int, figures: list[Figure]) -> dict[str, Any]:
    """Return the answers with which the report begins; the unit writes on from there."""
    answers: dict[str, Any] = {"report_year": year, "name": account.name}
    for figure in figures:
        if figure.text:
            answers[figure.into] = f"{answers.get(figure.into, '')}{figure.text}"
    return answers


@register_figures
def _filings(account: MediaAccount, year: int) -> Iterable[Figure]:
    """Return what was filed in the year, and what was late."""
    rows = Filing.objects.filter(account=account, first_submitted_at__year=year).exclude(kind="annual")
    found = list(rows.values_list("kind", "late_workdays"))
    late = sum(1 for _, days in found if days)
    said = f"年内办理备案 {len(found)} 件" + (f"，其中逾期 {late} 件。" if late else "。")
    yield Figure("filings", "办理备案", f"{len(found)} 件（逾期 {late} 件）", said)
