"""What the actions share: the right to act, the edition in force, plain text for the audit log."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.schema import Edition


def require(by: Any, permission: str, obj: Any = None, *, message: str = "") -> None:
    """Raise Forbidden unless the person holds the permission; `by` None is the system itself."""
    if by is not None and not by.has_perm(permission, obj):
        raise Forbidden(message or "您没有办理此事的权限,请联系系统管理员核对岗位。")


def edition_of(unit: Unit, on: date) -> Edition:
    """Return the edition that binds a unit on a day (适用制度); raises Refused for a tree without one."""
    code = unit.regime_code
    if not code:
        raise Refused(f"{unit}所在的组织没有设定适用制度,请系统管理员在顶级单位上设定。")
    try:
        return edition_for(code, on).edition
    except NoEdition as error:
        raise Refused("该组织适用的制度还没有发布的版本,请系统管理员先发布。") from error


def day_of(at: datetime) -> date:
    """Return the local day of a moment."""
    return localdate(at)


def words_of(value: Any) -> Any:
    """Return a value as the audit log keeps it: related rows by their text."""
    return str(value) if isinstance(value, Model) else value


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides reduced to what differs."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
