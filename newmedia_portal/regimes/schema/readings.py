"""Chosen readings at work (设定项生效): the values of settings are put where the rules use them, once, on loading."""

import calendar
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from .base import Duration

if TYPE_CHECKING:
    from .content import Quota, SilenceLevel
    from .edition import Edition
    from .filing import FilingKind, PaperUse
    from .judging import AnnualCheck, Veto
    from .people import StaffAccountRule
    from .settings import Scalar


INDIVIDUALS = ("sole_trader", "person")


class _Values:
    """Settings by key; a key that is named but missing is a fault of the edition."""

    def __init__(self, edition: "Edition") -> None:
        self._values = {item.key: item.value for item in edition.settings}

    def get(self, key: str) -> "Scalar | None":
        return self._values.get(key)

    def need(self, key: str) -> "Scalar":
        if key not in self._values:
            raise PydanticCustomError(
                "missing_setting", "引用了不存在的设定项“{key}”，请在 settings 中补上或删去引用。", {"key": key}
            )
        return self._values[key]


def resolved(edition: "Edition") -> dict[str, Any]:
    """Attributes of the edition with the chosen readings applied."""
    values = _Values(edition)
    return {
        "filing_kinds": tuple(_filing_kind(item, values) for item in edition.filing_kinds),
        "quotas": tuple(_quota(item, values) for item in edition.quotas),
        "silence": tuple(_silence(item, values) for item in edition.silence),
        "reply": edition.reply.model_copy(update=_unit(edition.reply.limit, edition.reply.unit_setting, values)),
        "review": edition.review.model_copy(
            update=_chosen(values, minimum_tiers="review_tiers", separation_of_duties="separation_of_duties")
        ),
        "inspections": tuple(
            item.model_copy(update=_chosen(values, sample_percent="sample_percent")) for item in edition.inspections
        ),
        "annual_check": _annual(edition.annual_check, values),
        "vetoes": tuple(item for item in edition.vetoes if not _is_dropped(item, values)),
        "groups": edition.groups.model_copy(
            update={
                **_number(edition.groups.prompt_to_file, "prompt_to_file", "group_prompt_months", values),
                **_unit(edition.groups.dissolve, "group_dissolve_unit", values, name="dissolve", optional=True),
            }
        ),
        "staff_accounts": _staff(edition.staff_accounts, values),
        "clocks": edition.clocks.model_copy(
            update={
                **_number(edition.clocks.resubmit, "resubmit", "resubmit_days", values),
                **_number(edition.clocks.cancel_warning, "cancel_warning", "cancel_warning_days", values),
            }
        ),
    }


def _chosen(values: _Values, **keys: str) -> dict[str, Any]:
    return {name: values.get(key) for name, key in keys.items() if values.get(key) is not None}


def _number(duration: Duration | None, name: str, key: str, values: _Values) -> dict[str, Any]:
    number = values.get(key)
    if duration is None or number is None or int(number) == duration.number:
        return {}
    return {name: duration.model_copy(update={"number": int(number), "basis": "local"})}


def _unit(
    duration: Duration | None, key: str, values: _Values, *, name: str = "limit", optional: bool = False
) -> dict[str, Any]:
    if duration is None or not key or (optional and values.get(key) is None):
        return {}
    unit = values.need(key)
    return {} if unit == duration.unit else {name: duration.model_copy(update={"unit": unit, "basis": "local"})}


def _filing_kind(item: "FilingKind", values: _Values) -> "FilingKind":
    update: dict[str, Any] = {}
    limit = item.limit
    if item.limit_setting:
        limit = _limit(item, int(values.need(item.limit_setting)))
    if limit is not None and item.anchor_setting:
        anchor = str(values.need(item.anchor_setting))
        limit = limit if anchor == limit.anchor else limit.model_copy(update={"anchor": anchor})
    if limit is not None and item.unit_setting:
        limit = _unit(limit, item.unit_setting, values).get("limit", limit)
    if limit != item.limit:
        update["limit"] = limit
    if values.get("individual_subjects") == "off":
        update["subject_kinds"] = tuple(code for code in item.subject_kinds if code not in INDIVIDUALS)
    if values.get("written_form"):
        update["papers"] = tuple(_written(paper, str(values.need("written_form"))) for paper in item.papers)
    if item.level_setting:
        level = str(values.need(item.level_setting))
        update["filing_level"] = level
        if level == "own_unit":
            update["chain"] = tuple(
                step.model_copy(update={"kind": "notify"}) if step.side == "authority" else step for step in item.chain
            )
    return item.model_copy(update=update) if update else item


def _staff(rule: "StaffAccountRule | None", values: _Values) -> "StaffAccountRule | None":
    """The period of the duty after the end of a post; no regulation states one, so that it is always local."""
    if rule is None or not rule.limit_setting:
        return rule
    number = int(values.need(rule.limit_setting))
    limit = (
        Duration(number=number, unit="wd", anchor="post_ended_on", basis="local", article=rule.article)
        if number
        else None
    )
    return rule.model_copy(update={"limit": limit})


def _limit(item: "FilingKind", number: int) -> Duration | None:
    if number == 0:
        return None
    if item.limit is not None:
        same = item.limit.number == number
        return item.limit if same else item.limit.model_copy(update={"number": number, "basis": "local"})
    return Duration(number=number, unit="wd", anchor=item.limit_anchor, basis="local", article=item.article)


def _written(paper: "PaperUse", form: str) -> "PaperUse":
    """What counts as 书面: the scan of the signed form later, at once, or not at all."""
    if paper.code != "signed_form" or form == "online_then_scan":
        return paper
    if form == "scan_first":
        return paper.model_copy(update={"by": "submission"})
    return paper.model_copy(update={"required": False})


def _annual(check: "AnnualCheck", values: _Values) -> "AnnualCheck":
    month = values.get("annual_start_month")
    if not check.enabled or month is None:
        return check
    last = calendar.monthrange(2001, int(month))[1]
    update = {"window_start": f"{int(month):02d}-01", "window_end": f"{int(month):02d}-{last}"}
    return check.model_copy(update={**update, **_chosen(values, reported_year="annual_reported_year")})


def _is_dropped(veto: "Veto", values: _Values) -> bool:
    """A veto of the local inspection counts only where the authority says so."""
    local = veto.code == "external_veto" and veto.levels == ("local",)
    return local and values.get("local_veto_effect") == "none"


def _quota(item: "Quota", values: _Values) -> "Quota":
    short = _chosen(values, min_workdays="short_week_workdays") if item.period == "week" else {}
    return item.model_copy(update={**_named(item, values, ratio_percent="ratio_setting"), **short})


def _silence(item: "SilenceLevel", values: _Values) -> "SilenceLevel":
    keys = {
        "days": "days_setting",
        "warn_days_before": "warn_setting",
        "stale_days": "stale_setting",
        "unmanned_days": "unmanned_setting",
    }
    return item.model_copy(update=_named(item, values, **keys))


def _named(item: Any, values: _Values, **keys: str) -> dict[str, Any]:
    """Values of the settings that an entry names for its own fields; a field without a setting stays."""
    return {name: values.need(getattr(item, key)) for name, key in keys.items() if getattr(item, key)}
