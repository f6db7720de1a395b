"""How the two sides of an event read (审计记录的说法): labels and values in words; apps may speak for their objects."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from .models import AuditEvent

Reader = Callable[[str, Any], tuple[str, str]]
_readers: dict[str, Reader] = {}

NAMES = {
    "state": "状态",
    "parent": "上级单位",
    "phone": "手机号",
    "steps": "随岗位移交的待办",
    "username": "登录名",
    "is_active": "允许登录",
    "title": "名称",
    "rows": "行数",
    "patterns": "链接规则",
    "year": "年份",
    "days": "天数",
    "count": "数量",
    "due_on": "到期日",
    "version": "版本",
}


@dataclass(frozen=True)
class Side:
    """One fact of an event: its label, before, after."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the fact changed."""
        return self.before != self.after


def register_wording(object_type: str, reader: Reader) -> None:
    """Let an app say how the facts of one kind of object read: name and value to label and words."""
    _readers[object_type] = reader


def object_text(event: AuditEvent) -> str:
    """Return what the event was done to: the kind of object and its name."""
    if not event.object_type:
        return ""
    model = _model(event.object_type)
    return f"{model._meta.verbose_name if model else '其他'}:{event.object_label}"


def sides_of(event: AuditEvent) -> list[Side]:
    """Return the facts of an event that are not empty on both sides; seals are for verification, not for readers."""
    reader = _readers.get(event.object_type) or _default(event.object_type)
    found = []
    for name in {**event.before, **event.after}:
        if name.removesuffix("_seal") != name or f"{name.removesuffix('_id')}_seal" in event.after:
            continue
        label, before = reader(name, event.before.get(name))
        after = reader(name, event.after.get(name))[1]
        if before or after:
            found.append(Side(label or name, before, after))
    return found


def plain_words(value: Any) -> str:
    """Return a value in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(plain_words(part) for part in value)
    if isinstance(value, dict):
        return ";".join(f"{NAMES.get(key, key)}:{plain_words(part)}" for key, part in value.items())
    return str(value)


def _default(object_type: str) -> Reader:
    model = _model(object_type)

    def read(name: str, value: Any) -> tuple[str, str]:
        try:
            field = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            field = None
        verbose = str(getattr(field, "verbose_name", "") or "")
        label = NAMES.get(name, name) if verbose.isascii() else verbose
        words = dict(getattr(field, "flatchoices", ()) or ())
        known = words.get(value) if isinstance(value, str) and value else None
        return label, str(known) if known else plain_words(value)

    return read


def _model(object_type: str) -> Any:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
