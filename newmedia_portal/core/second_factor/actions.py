"""Writing of the second factor: proving it, and how it comes, changes and goes (启用、验证、更换、停用、重置)."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from ..access.models import User
from ..audit import record
from ..notices.actions import notify
from ..refusals import Refused
from ..transactions import unit_of_work
from . import codes
from .binding import is_bound
from .models import Authenticator, RecoveryCode

ADDRESS = "/second-factor/"
WRONG_NEW = "验证码不正确。请确认手机的日期和时间是自动校准的，然后填写验证器当前显示的 6 位数字。"
WRONG = "验证码或恢复码不正确，或已经用过。请等验证器显示下一组数字后再填；恢复码每个只能用一次。"
NONE_YET = "还没有启用第二因素。请先在“账户安全”里启用。"
#: After so many wrong codes in a row the person is told: somebody may know the password.
TOLD_AFTER = 5


class Locked(Refused):
    """Too many wrong codes in a row; `until` says when the next one is taken."""

    def __init__(self, until: datetime, *, at: datetime) -> None:
        same_day = localtime(until).date() == localtime(at).date()
        words = date_format(localtime(until), "H:i:s" if same_day else "n月j日 H:i")
        super().__init__(
            f"连续输错，为保护账号暂时锁定。请在 {words} 之后再试；输错越多，等待越久。"
            "手机和恢复码都不在身边的，请联系安全管理员重置。",
            field="code",
        )
        self.until = until


def prove(user: User, *, typed: str, by: User, at: datetime) -> None:
    """Take a code of the authenticator or a recovery code, which are used up by it (验证).

    Raises Locked while the wait after wrong codes lasts, and Refused for a wrong or used code; wrong ones are counted
    and recorded, and the person is told after five in a row.
    """
    code = codes.plain(typed)
    with unit_of_work():
        device = Authenticator.objects.select_for_update().filter(user=user).first()
        if device is None:
            raise Refused(NONE_YET)
        allowed, why = device.verify_is_allowed()
        if allowed and _takes(device, code, by=by, at=at):
            device.throttle_reset(commit=False)
            device.last_used_at = at
            device.save()
            return
        if allowed:
            device.throttle_increment()
            record("second_factor.failed", by=by, at=at, obj=device, result="refused")
            if device.throttling_failure_count == TOLD_AFTER:
                _tell(user, "failed", "第二因素连续输错，可能有人知道了您的密码", at=at)
    if not allowed:
        raise Locked(why["locked_until"], at=at)
    raise Refused(WRONG, field="code")


def _takes(device: Authenticator, code: str, *, by: User, at: datetime) -> bool:
    if device.takes(code, at=at):
        record("second_factor.checked", by=by, at=at, obj=device)
        return True
    if len(code) != codes.LENGTH:
        return False
    row = device.recovery_codes.filter(start=code[: codes.START], used_at__isnull=True).first()
    if row is None or not row.fits(code):
        return False
    row.used_at = at
    row.save(update_fields=["used_at"])
    left = device.recovery_codes.filter(used_at__isnull=True).count()
    record("second_factor.recovery_used", by=by, at=at, obj=device, after={"left": left})
    _tell(device.user, "recovery_used", f"有人用恢复码登录了您的账户，还剩 {left} 个", at=at)
    return True


def enrol(user: User, *, secret: str, typed: str, by: User, at: datetime) -> list[str]:
    """Make an authenticator the person's own, after one right code of it (启用、更换); returns ten recovery codes.

    An earlier authenticator and its codes go; other sessions of the person must be checked again. Raises Refused for
    a wrong code. That the earlier one was proved is the caller's duty (`prove`).
    """
    step = codes.step_of(secret, codes.plain(typed), at=at)
    if step is None:
        raise Refused(WRONG_NEW, field="code")
    with unit_of_work():
        person = User.objects.select_for_update().get(pk=user.pk)
        replaced, _ = Authenticator.objects.filter(user=person).delete()
        device = Authenticator(user=person, last_step=step)
        device.secret = secret
        device.save()
        shown = _store_codes(device)
        _since(user, at)
        record(f"second_factor.{'replaced' if replaced else 'enrolled'}", by=by, at=at, obj=device)
        _tell(person, "changed", "您的账户已更换第二因素" if replaced else "您的账户已启用第二因素", at=at)
    return shown


def renew_codes(user: User, *, by: User, at: datetime) -> list[str]:
    """Make ten new recovery codes; the earlier ones are void (更换恢复码). Raises Refused without a second factor."""
    with unit_of_work():
        device = Authenticator.objects.select_for_update().filter(user=user).first()
        if device is None:
            raise Refused(NONE_YET)
        device.recovery_codes.all().delete()
        shown = _store_codes(device)
        record("second_factor.codes_renewed", by=by, at=at, obj=device)
    return shown


def give_up(user: User, *, by: User, at: datetime) -> None:
    """Sign in by password alone again (停用). Raises Refused where the second factor is mandatory, or not there."""
    refuse_where_bound(user)
    with unit_of_work():
        _remove(user, "second_factor.given_up", by=by, at=at)
        _tell(user, "changed", "您的账户已停用第二因素", at=at)


def refuse_where_bound(user: User) -> None:
    """Raise Refused where the person may not do without."""
    if is_bound(user):
        raise Refused("按本单位的安全要求，您的岗位必须使用第二因素，不能停用。换手机请用“更换手机”。")


def reset(user: User, *, reason: str, by: User | None, at: datetime, asked_by: User | None = None) -> None:
    """Take away the second factor of somebody who lost phone and codes, with a reason; the person is told (重置).

    By an administrator, for another one who asked (`core.releases`), or (`by` None) by command on the server. Raises
    Refused without a reason, for one's own, without a second administrator, and where there is none.
    """
    if not reason.strip():
        raise Refused("请写明重置的原因，例如手机丢失，已当面核实身份。", field="reason")
    if by is not None and (asked_by is None or len({by.pk, asked_by.pk, user.pk}) < 3):
        raise Refused("重置第二因素须由一位管理员申请、另一位管理员核准，都不能是本人。")
    with unit_of_work():
        _remove(user, "second_factor.reset", by=by, at=at, reason=reason.strip())
        _tell(user, "changed", "您的第二因素已被重置，请核实并重新启用", at=at, body=f"原因：{reason.strip()}")


def _remove(user: User, action: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    device = Authenticator.objects.select_for_update().filter(user=user).first()
    if device is None:
        raise Refused("该人员没有启用第二因素，不用重置。" if action.endswith("reset") else NONE_YET)
    record(action, by=by, at=at, obj=user, reason=reason)
    device.delete()
    _since(user, None)


def _since(user: User, at: datetime | None) -> None:
    User.objects.filter(pk=user.pk).update(second_factor_since=at)
    user.second_factor_since = at


def _store_codes(device: Authenticator) -> list[str]:
    shown = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode.made_of(device, one) for one in shown)
    return shown


def _tell(user: Any, what: str, title: str, *, at: datetime, body: str = "") -> None:
    words = body or "如果不是您本人操作，请立即修改密码，并告知安全管理员。"
    key = f"second_factor:{what}:{at.isoformat()}"
    notify([user], kind=f"second_factor.{what}", title=title, body=words, url=ADDRESS, at=at, key=key)
