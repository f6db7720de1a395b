"""What the actions of impostor cases share: the case locked, and the right to work on it."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused

from ...models import ImpostorCase
from ...states import ImpostorState


def open_case(case: ImpostorCase, by: User, *, verified: bool = True) -> ImpostorCase:
    """Return a case locked that the person may work on; raises Forbidden, or Conflict before it is verified or after.

    With `verified` off a case that still waits for the verdict will do.
    """
    rows = ImpostorCase.objects.select_for_update(of=("self",))
    held = rows.select_related("unit__root", "edition", "platform", "account").get(pk=case.pk)
    if not by.has_perm("duties.handle_impostor", held):
        raise Forbidden("只有被冒用单位的经办人、领导和宣传部门可以办理。")
    if not held.runs:
        raise Conflict(f"这件举报{held.get_state_display()},不能再登记。需要继续的,请先重新办理并写明原因。")
    if verified and held.state == ImpostorState.REPORTED:
        raise Conflict("还没有核实。请先核实是不是假冒。")
    return held


def in_order(case: ImpostorCase, moment: datetime, at: datetime, *, field: str = "moment") -> None:
    """Raise Refused unless a moment lies between the report and now; people tell moments to the minute."""
    if not case.reported_at.replace(second=0, microsecond=0) <= moment <= at:
        raise Refused("时间要在收到举报之后、现在之前。", field=field)
