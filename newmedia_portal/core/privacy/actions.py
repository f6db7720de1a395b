"""Having read the notice (阅读告知): kept with the person, and with its time in the audit log."""

from datetime import datetime

from ..access.models import User
from ..audit import record, register
from ..refusals import Refused
from ..transactions import unit_of_work
from .notice import current_notice

register("privacy.read", "阅读并知悉个人信息处理告知")


def confirm_notice(user: User, *, version: str, at: datetime) -> None:
    """Note that the person has read the notice (个人信息保护法 Article 17).

    Raises Refused where another version holds by now: nobody confirms what was not shown.
    """
    notice = current_notice()
    if version != notice.version:
        raise Refused("告知内容刚刚更新，请重新阅读后再确认。")
    with unit_of_work():
        before, user.privacy_version = user.privacy_version, notice.version
        user.save(update_fields=["privacy_version"])
        record("privacy.read", by=user, at=at, obj=user, before={"version": before}, after={"version": notice.version})
