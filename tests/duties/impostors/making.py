"""Making impostor cases for tests, plainly artificial."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from accounts.models import Platform
from duties.actions import impostors as actions
from duties.actions.impostors import Draft, Report
from duties.models import ImpostorCase, ImpostorLetter
from tests.world import NOON, World

FINDING = "示例核实:该账号不在台账,认证主体为个人。"
DEMAND = "请立即关停该账号。"


def later(minutes: int) -> datetime:
    """Return a moment after noon."""
    return NOON + timedelta(minutes=minutes)


def seen(**own: Any) -> Report:
    """Return what somebody saw."""
    values = {
        "platform": Platform.objects.get(code="weibo"), "name": "示例文旅官方", "text": "头像和名称与示例文旅相同",
        "handle": "fake_wenlv", "link": "https://example.com/fake_wenlv",
    }  # fmt: skip
    return Report(**{**values, **own})


def reported(world: World, *, at: datetime = NOON, **own: Any) -> ImpostorCase:
    """Report an impostor from the public page."""
    return actions.report_publicly(world.authority, seen(**own), token=None, at=at)


def entered(world: World, *, by: str = "operator", **own: Any) -> ImpostorCase:
    """Enter a case of the owner unit by hand."""
    return actions.enter_case(world.owner, seen(**own), by=world.person(by), at=NOON)


def confirmed(world: World, case: ImpostorCase, *, by: str = "registrar", at: datetime | None = None) -> ImpostorCase:
    """Say that it is an impostor."""
    return actions.confirm(case, finding=FINDING, by=world.person(by), at=at or later(30))


def written(
    world: World, case: ImpostorCase, *, number: str = "示宣函〔2026〕1号", minutes: int = 60
) -> ImpostorLetter:
    """Write the letter."""
    draft = Draft(number=number, to="示例平台运营方", signer="示例宣传部", dated=localdate(NOON), demand=DEMAND)
    return actions.write_letter(case, draft, by=world.person("registrar"), at=later(minutes))


def sent(world: World, letter: ImpostorLetter, *, minutes: int = 90) -> ImpostorCase:
    """Send it."""
    at = later(minutes)
    return actions.send_letter(letter, sent_at=at, channel="平台投诉入口", by=world.person("registrar"), at=at)


def answered(world: World, letter: ImpostorLetter, outcome: str, *, minutes: int = 300, **own: Any) -> ImpostorCase:
    """Record what the platform did."""
    at = later(minutes)
    return actions.answer_letter(letter, outcome=outcome, moment=at, by=world.person("registrar"), at=at, **own)


def involved(world: World, case: ImpostorCase, *partners: str, minutes: int = 45) -> None:
    """Bring partners in."""
    names = {"cyberspace": "县网信部门", "police": "公安机关"}
    for partner in partners:
        actions.involve(
            case, partner=partner, name=names[partner], moment=later(minutes), document_no="示协〔2026〕1号",
            by=world.person("registrar"), at=later(minutes),
        )  # fmt: skip


def done(world: World, case: ImpostorCase) -> ImpostorCase:
    """Do everything that the regulation asks for, but close."""
    confirmed(world, case)
    involved(world, case, "cyberspace", "police")
    letter = written(world, case)
    sent(world, letter)
    answered(world, letter, "closed")
    return actions.file_report(
        case, on=localdate(NOON), number="示报〔2026〕1号", by=world.person("registrar"), at=later(400)
    )
