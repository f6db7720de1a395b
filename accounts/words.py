"""How the facts of an entry read (登记事项的说法): labels and values in words, for pages, history and exports."""

from typing import Any

from newmedia_portal.core.audit.wording import register_wording
from newmedia_portal.core.ui.texts import day_text
from newmedia_portal.regimes import vocabulary as v

from .models import MediaAccount
from .states import NATIONAL, AccountState

CHOICES: dict[str, dict[str, str]] = {
    "kind": v.ACCOUNT_KINDS,
    "account_class": v.ACCOUNT_CLASSES,
    "registrant_kind": v.REGISTRANTS,
    "registrant": v.REGISTRANTS,
    "subject_kind": v.SUBJECT_KINDS,
    "functions": v.FUNCTIONS,
    "group_term": v.GROUP_TERMS,
    "national_state": dict(NATIONAL),
    "state": {state.value: state.label for state in AccountState},
}
OTHER = {
    "team": "管理队伍",
    "state": "状态",
    "filing": "依据的备案",
    "keeper": "保管人",
    "since": "接手日期",
    "password_changed_on": "改密日期",
    "merged_into": "整合到",
    "merged_from": "并入的账号",
    "password_due_since": "口令待更换起始日",
}
HIDDEN = {"version", "filing_id", "opened_precision"}
LABELS = {field.name: str(field.verbose_name) for field in MediaAccount._meta.concrete_fields}


def label_of(name: str) -> str:
    """Return the Chinese label of a field of an entry or of an answer kept beside it; empty: not to be shown."""
    name = name.removeprefix("details.")
    if name in HIDDEN:
        return ""
    if name in OTHER:
        return OTHER[name]
    if name in LABELS:
        return LABELS[name]
    spec = v.FIELDS.get(name)
    return spec.label if spec else name


def words_of(name: str, value: Any) -> str:
    """Return a value in words."""
    name = name.removeprefix("details.")
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(words_of(name, part) for part in value)
    if isinstance(value, dict):
        return "、".join(f"{key}:{part}" for key, part in value.items())
    if hasattr(value, "isoformat"):
        return day_text(value)
    return CHOICES.get(name, {}).get(str(value), str(value))


def read_fact(name: str, value: Any) -> tuple[str, str]:
    """Return label and words of a fact, for the audit log."""
    return label_of(name), words_of(name, value) if label_of(name) else ""


register_wording(MediaAccount._meta.label_lower, read_fact)
