"""Reporting an impostor (举报假冒账号): by anybody without log-in, or by staff; the department is told at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate, localtime

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.numbers import next_value
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import PICTURES, examine
from newmedia_portal.regimes.editions import edition_for

from ...impostors.telling import tell
from ...masking import mask_text
from ...models import ImpostorCase
from ...states import Source
from .common import open_case


@dataclass(frozen=True)
class Report:
    """What somebody saw. `contact` is what the reporter chose to leave, usually nothing."""

    platform: Platform
    name: str
    text: str
    handle: str = ""
    link: str = ""
    contact: str = ""
    screenshot: UploadedFile | None = None


def report_publicly(department: Unit, seen: Report, *, token: UUID | None, at: datetime) -> ImpostorCase:
    """Take a report of the public; the same form sent twice is one case (S3-20).

    Raises Refused for a unit that takes no reports, missing words or a screenshot that is no picture.
    """
    if not department.is_authority or department.closed_on is not None:
        raise Refused("请选择受理举报的部门。", field="department")
    with unit_of_work():
        known = ImpostorCase.objects.filter(token=token).first() if token else None
        if known is not None:
            return known
        case = _make(department, seen, source=Source.PUBLIC, by=None, token=token, at=at)
        record("impostor.reported", by=None, at=at, obj=case, after={"number": case.number, "source": "公众举报"})
        tell(case, "reported", "收到假冒账号举报", at=at)
    return case


def enter_case(
    unit: Unit, seen: Report, *, account: MediaAccount | None = None, by: User, at: datetime
) -> ImpostorCase:
    """Enter a case by hand: found by the unit itself, by monitoring, or reported by telephone (S3-20).

    Raises Forbidden for strangers to the unit, Refused for another unit's account, missing words or a bad screenshot.
    """
    if not by.has_perm("duties.enter_impostor", unit):
        raise Forbidden("只有本单位人员和宣传部门可以登记。")
    _check_account(unit, account)
    with unit_of_work():
        case = _make(unit, seen, source=Source.STAFF, by=by, token=None, at=at, account=account)
        record("impostor.reported", by=by, at=at, obj=case, after={"number": case.number})
        tell(case, "reported", "登记了假冒账号", but=by.pk, at=at)
    return case


def name_unit(case: ImpostorCase, *, unit: Unit, account: MediaAccount | None, by: User, at: datetime) -> ImpostorCase:
    """Say whose name is abused; that unit sees the case from now on and is told.

    Raises Forbidden for anybody but the department, Conflict when it is over, Refused for a unit that the person does
    not see or another unit's account.
    """
    with unit_of_work():
        held = open_case(case, by, verified=False)
        if not by.has_perm("duties.name_impostor_unit", held):
            raise Forbidden("只有宣传部门可以指定被冒用单位。")
        if not Unit.objects.visible_to(by).filter(pk=unit.pk, root=held.root_id).exists():
            raise Refused("请从本组织的单位中选择。", field="unit")
        _check_account(unit, account)
        before = {"unit": str(held.unit), "account": str(held.account or "")}
        held.unit, held.account = unit, account
        held.save(update_fields=["unit", "account"])
        after = {"unit": str(unit), "account": str(account or "")}
        record("impostor.unit_named", by=by, at=at, obj=held, before=before, after=after)
        tell(held, f"named:{unit.pk}", "有账号冒用本单位名义", but=by.pk, at=at)
    case.refresh_from_db()
    return held


def show_contact(case: ImpostorCase, *, by: User, at: datetime) -> str:
    """Return what the reporter left to be reached by; the view is logged. Raises Forbidden for strangers."""
    if not by.has_perm("duties.handle_impostor", case):
        raise Forbidden("只有办理人员可以查看联系方式。")
    record("impostor.contact_shown", by=by, at=at, obj=case)
    return case.contact


def _make(
    unit: Unit, seen: Report, *, source: Source, by: User | None, token: UUID | None, at: datetime,
    account: MediaAccount | None = None,
) -> ImpostorCase:  # fmt: skip
    if not seen.name.strip():
        raise Refused("请填写假冒账号的名称。", field="name")
    if not seen.text.strip():
        raise Refused("请写明哪里像假冒。", field="text")
    day = localdate(at)
    case = ImpostorCase(
        number=f"JM-{day.year}-{next_value(f'impostor:{day.year}'):04d}",
        unit=unit, root=unit.root or unit, account=account, edition=edition_for(unit.regime_code, day), source=source,
        platform=seen.platform, name=seen.name.strip(), handle=seen.handle.strip(), link=seen.link.strip(),
        text=mask_text(seen.text.strip()), token=token, reported_at=at, entered_by=by,
    )  # fmt: skip
    case.contact = seen.contact.strip()
    if seen.screenshot is not None:
        _attach(case, seen.screenshot, localtime(at).year)
    case.save()
    return case


def _attach(case: ImpostorCase, upload: UploadedFile, year: int) -> None:
    found = examine(upload, kinds=PICTURES, field="screenshot")
    case.screenshot_name, case.screenshot_type = found.name, found.content_type
    case.screenshot.save(f"{year}/{found.stored_name}", found.content, save=False)


def _check_account(unit: Unit, account: MediaAccount | None) -> None:
    if account is not None and account.unit_id != unit.pk:
        raise Refused("这个账号不是该单位的。", field="account")
