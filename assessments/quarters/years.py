"""A year from its periods (年度汇总): the stored results of the shorter periods, and the vetoes of the whole year."""

from ..models import AccountEntry, Entry, Quarter, VetoRecord
from ..scoring import Result, VetoFact, YearResult, score_year
from ..scoring.arithmetic import half_up
from . import refs
from .digests import digest_of
from .lengths import parts_of
from .outcomes import Outcome
from .thawing import result_from, veto_from


def quarters_of(year: Quarter) -> dict[str, Quarter | None]:
    """Return the shorter periods of a year by code; None for one that was never opened."""
    codes = parts_of(year.edition.edition, year.period)
    rows = Quarter.objects.filter(root=year.root_id, period__in=codes).select_related("scheme")
    found = {quarter.period: quarter for quarter in rows}
    return {code: found.get(code) for code in codes}


def year_outcomes(year: Quarter) -> list[Outcome]:
    """Return the year of every unit that took part in any of its periods; raises NoYear where the scheme has none."""
    return _outcomes(year, _vetoes(year))


def year_again(year: Quarter) -> list[tuple[Entry, YearResult]]:
    """Return what the periods and the vetoes that were stored with the units give now."""
    entries = {entry.unit_id: entry for entry in Entry.objects.filter(quarter=year)}
    vetoes = {pk: list(map(veto_from, entry.facts.get("vetoes", []))) for pk, entry in entries.items()}
    found = _outcomes(year, vetoes)
    return [(entries[one.pk], one.result) for one in found if one.pk in entries]  # type: ignore[misc]


def _outcomes(year: Quarter, vetoes: dict[int, list[VetoFact]]) -> list[Outcome]:
    scheme, quarters = year.scheme.scheme, quarters_of(year)
    units: dict[int, tuple[str, str]] = {}
    results: dict[str, dict[int, Result]] = {}
    for code, quarter in quarters.items():
        results[code] = {}
        if quarter is not None:
            scale = scheme.places - quarter.scheme.scheme.places
            for entry, result in _results(quarter):
                units[entry.unit_id] = (entry.unit_name, entry.unit_class)
                results[code][entry.unit_id] = _rescaled(result, scale)
    found = []
    for pk, (name, unit_class) in units.items():
        periods = {code: of.get(pk) for code, of in results.items()}
        facts = tuple(vetoes.get(pk, ()))
        whole = score_year(scheme, str(pk), periods, facts)
        found.append(Outcome(pk, name, unit_class, (), facts, whole, digest_of(whole)))
    return found


def _results(quarter: Quarter) -> list[tuple[Entry, Result]]:
    cards: dict[int, list[list]] = {}
    for row in AccountEntry.objects.filter(quarter=quarter).order_by().iterator(chunk_size=2000):
        cards.setdefault(row.entry_id, []).append(row.card)
    rows = Entry.objects.filter(quarter=quarter).exclude(digest="").order_by("pk")
    return [(entry, result_from(entry.result, cards.get(entry.pk, []))) for entry in rows]


def _rescaled(result: Result, scale: int) -> Result:
    """Return a result whose counted score has the places of the year's scheme."""
    if not scale or result.counts is None:
        return result
    counts = result.counts * 10**scale if scale > 0 else half_up(result.counts, 10**-scale)
    return result._replace(counts=counts)


def _vetoes(year: Quarter) -> dict[int, list[VetoFact]]:
    rows = VetoRecord.objects.standing().filter(root=year.root_id, on__gte=year.start_on, on__lte=year.end_on)
    found: dict[int, list[VetoFact]] = {}
    for row in rows.order_by("pk"):
        account = str(row.account_id) if row.account_id else ""
        fact = VetoFact(row.code, row.level, account, (refs.ref(refs.VETO, row.pk),))
        found.setdefault(row.unit_id, []).append(fact)
    return found
