"""What people say of a unit (人工评分、单项否决) and what inspections veto."""

from ...inspecting.states import FindingState
from ...models import Finding, HandScore, VetoRecord
from ...scoring import Row, VetoFact
from .. import refs
from .subjects import Frame

#: The veto entry that holds for findings whose own figure has none.
GENERAL = "external_veto"


def read_hand_scores(frame: Frame) -> None:
    """Read the scores given by hand: those of the unit hold for each of its accounts without one of its own."""
    measures = {one.code: one.measure for one in frame.scheme.indicators if one.source == "hand"}
    rows = HandScore.objects.filter(quarter=frame.quarter).order_by("pk")
    if frame.only is not None:
        rows = rows.filter(entry__unit__in=frame.only)
    columns = ("pk", "entry__unit", "account", "indicator", "value", "proved_on")
    for pk, unit, account, code, value, proved_on in rows.values_list(*columns):
        if code not in measures:
            continue
        whole = int(value) if value == value.to_integral_value() else value.normalize()
        row = Row(measures[code], whole, None, (refs.ref(refs.HAND, pk),), "", proved_on)
        if account is not None:
            frame.of_account(account, row)
        else:
            frame.of_unit(unit, row)


def read_vetoes(frame: Frame) -> None:
    """Read external vetoes whose day lies in the period, and findings of inspections that veto."""
    days = {"on__gte": frame.first, "on__lte": frame.quarter.end_on}
    rows = frame.mine(VetoRecord.objects.standing().filter(**days), "").order_by("pk")
    for pk, unit, account, code, level in rows.values_list("pk", "unit_id", "account_id", "code", "level"):
        _note(frame, unit, VetoFact(code, level, _account(frame, account), (refs.ref(refs.VETO, pk),)))
    known = {veto.code for veto in frame.scheme.vetoes}
    spread = {"found_at__date__gte": frame.first, "found_at__date__lte": frame.quarter.end_on}
    found = Finding.objects.filter(is_veto=True, **spread).exclude(state=FindingState.WITHDRAWN)
    columns = ("pk", "unit_id", "account_id", "metric", "kind", "found_by")
    for pk, unit, account, metric, kind, level in frame.mine(found, "").order_by("pk").values_list(*columns):
        code = next((one for one in (metric, kind) if one in known), GENERAL)
        stated = level if level in ("national", "provincial") else "local"
        _note(frame, unit, VetoFact(code, stated, _account(frame, account), (refs.ref(refs.FINDING, pk),)))


def _account(frame: Frame, account: int | None) -> str:
    return str(account) if account in frame.subjects else ""


def _note(frame: Frame, unit: int, fact: VetoFact) -> None:
    frame.vetoes.setdefault(unit, []).append(fact)
