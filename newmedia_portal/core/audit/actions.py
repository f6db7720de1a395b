"""Writing to the audit log: named actions with a Chinese sentence, one row per event."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from ..transactions import add_audit_row
from .context import current_origin

_labels: dict[str, str] = {}


def register(code: str, label: str) -> None:
    """Name an action, once; `label` is what the log shows."""
    if _labels.setdefault(code, label) != label:
        raise ValueError(f"审计动作 {code} 已登记为 {_labels[code]}")


def label_of(code: str) -> str:
    """Return what the log shows for an action."""
    return _labels[code]


def labels() -> dict[str, str]:
    """Return all actions with their names."""
    return dict(_labels)


def record(
    action: str,
    *,
    by: Any,
    at: datetime,
    obj: Model | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    result: str = "ok",
    unit: Any = None,
) -> None:
    """Add one event; inside a unit of work it is written at its end, in the same transaction.

    `by` is the person, or None for the system itself. Raises KeyError for an action that was not registered.
    """
    _labels[action]
    address, request_id = current_origin()
    signed_in = by is not None and getattr(by, "pk", None) is not None
    unit = unit if unit is not None else getattr(obj, "unit", None)
    add_audit_row(
        {
            "at": at,
            "actor_id": by.pk if signed_in else None,
            "actor_name": _clean(str(by))[:60] if by is not None else "系统",
            "unit_id": getattr(unit, "pk", None),
            "action": action,
            "object_type": obj._meta.label_lower if obj is not None else "",
            "object_id": obj.pk if obj is not None else None,
            "object_label": _clean(str(obj))[:200] if obj is not None else "",
            "before": _plain(before or {}),
            "after": _plain(after or {}),
            "reason": _clean(reason)[:500],
            "result": result,
            "address": address[:64],
            "request_id": request_id,
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_clean(str(key)): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(part) for part in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int)):
        return value
    return _clean(str(value))


def _clean(text: str) -> str:
    """Drop control characters and lone surrogates, so that no line can be forged in an export."""
    return "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode())


for _code, _label in (
    ("login.ok", "登录"),
    ("login.failed", "登录失败"),
    ("login.locked", "登录锁定"),
    ("login.out", "退出登录"),
    ("password.changed", "修改密码"),
    ("export.made", "导出"),
    ("phone.shown", "查看完整手机号"),
    ("access.refused", "操作被拒绝"),
):
    register(_code, _label)
