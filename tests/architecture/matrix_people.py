"""Impostor cases, leavers, rounds of checks of the access matrix: at each place one of each kind that waits."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.timezone import make_aware, now

from accounts.actions.people import end_post
from accounts.intake.actions import ALL_OR_NONE, import_file, upload
from accounts.models import Handover, Platform
from duties.actions import impostors as actions
from duties.actions.impostors import Draft, Report
from duties.models import CheckReply, ImpostorCase, LeavingChecklist
from duties.people.jobs import run_self_checks
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.exports.models import ExportSchedule
from tests.accounts.ledger.books import workbook
from tests.papers import picture
from tests.world import NOON, START

PNG = picture()
MOMENT = "2026-09-18T12:00"
QUARTER = date(2026, 7, 2)
STANDS_FOR: dict[str, dict[str, str]] = {
    "duties:impostor": {"pk": "impostor"},
    "duties:impostor-involve": {"pk": "impostor_handling"},
    "duties:impostor-letter": {"pk": "impostor_handling"},
    "duties:impostor-filed": {"pk": "impostor_handling"},
    "duties:impostor-close": {"pk": "impostor_handling"},
    "duties:impostor-reopen": {"pk": "impostor_over"},
    "duties:impostor-partner": {"pk": "impostor_partner"},
    "duties:impostor-letter-sent": {"pk": "impostor_letter"},
    "duties:impostor-letter-print": {"pk": "impostor_letter"},
    "duties:impostor-letter-outcome": {"pk": "impostor_letter_sent"},
    "duties:leaving": {"pk": "leaving"},
    "duties:leaving-tick": {"pk": "leaving_item"},
    "duties:check": {"pk": "check_reply"},
    "people:handover": {"pk": "handover"},
    "second-factor:reset": {"pk": "person"},
    "people:handover-print": {"pk": "handover"},
    "people:handover-sign": {"pk": "handover"},
    "people:handover-tick": {"pk": "handover_item"},
    "people:holdings": {"pk": "leaver"},
    "people:import": {"pk": "people_batch"},
    "people:import-passwords": {"pk": "people_batch_done"},
    "duties:entry": {"pk": "account"},
}
CONSTANTS: dict[str, dict[str, Any]] = {
    "duties:people-gaps": {"kind": "keeper"},
    "impostor-receipt": {"token": "x"},
    "people:handover-sign": {"side": "department"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "duties:impostor-confirm": {"finding": "示例核实"},
    "duties:impostor-dismiss": {"finding": "示例核实"},
    "duties:impostor-involve": {"partner": "other", "name": "示例部门", "moment": MOMENT},
    "duties:impostor-partner": {"answer": "示例答复", "moment": MOMENT},
    "duties:impostor-letter": {
        "number": "示函2号", "to": "示例平台", "signer": "示例单位", "dated": "2026-9-18", "demand": "请关停",
    },
    "duties:impostor-letter-sent": {"sent_at": MOMENT, "channel": "公函"},
    "duties:impostor-letter-outcome": {"outcome": "closed", "moment": MOMENT},
    "duties:impostor-filed": {"on": "2026-9-18", "number": "示报1号"},
    "duties:impostor-close": {"summary": "示例", "unmet_reason": "示例"},
    "duties:impostor-reopen": {"reason": "示例"},
    "duties:leaving-tick": {"on": "2026-9-18", "note": "示例"},
    "people:handover-tick": {"on": "2026-9-18", "evidence": "示例"},
    "people:handover-sign": {"note": "示例"},
    "people:import-confirm": {"mode": "good_ones"},
    "people:import-passwords": {"issued": 0},
    "duties:check": {f"line_{number}": "yes" for number in range(4)},
    "duties:entry": {"result": "same"},
}  # fmt: skip


def furnish(stage: Any, place: str, unit: Unit, writer: User) -> None:
    """Let a unit enter impostor cases, lose somebody, and owe a self-check."""
    for kind in ("impostor", "impostor_handling", "impostor_over", "impostor_unsent", "impostor_sent"):
        stage.put(kind, place, _case(kind, unit, writer))
    draft = Draft(number="示函1号", to="示例平台", signer=unit.name, dated=NOON.date(), demand="请关停")
    entry = actions.involve(
        stage.objects["impostor_handling"][place], partner="other", name="示例部门", moment=NOON, by=writer, at=NOON
    )
    stage.put("impostor_partner", place, entry)
    unsent = actions.write_letter(stage.objects["impostor_unsent"][place], draft, by=writer, at=NOON)
    stage.put("impostor_letter", place, unsent)
    sent = actions.write_letter(stage.objects["impostor_sent"][place], draft, by=writer, at=NOON)
    actions.send_letter(sent, sent_at=NOON, channel="公函", by=writer, at=NOON)
    stage.put("impostor_letter_sent", place, sent)
    _leaver(stage, place, unit)
    run_self_checks(on=QUARTER, at=make_aware(NOON.replace(tzinfo=None)))
    stage.put("check_reply", place, CheckReply.objects.get(unit=unit, round__code="terminal_safety"))


def furnish_imports(stage: Any, **importers: User) -> None:
    """Let administrators import people: by place one workbook that waits and one that is done, each the importer's."""
    for place, by in importers.items():
        waiting = workbook(
            [["姓名", "登录名", "手机号"], ["示例甲", f"matrix-{place}-waits", "没有"], ["示例乙", f"m-{place}"]]
        )
        file = InMemoryUploadedFile(
            waiting, None, "名册.xlsx", "application/octet-stream", waiting.getbuffer().nbytes, None
        )
        stage.put("people_batch", place, upload(file, by=by, at=NOON))
        done = workbook([["姓名", "登录名", "手机号"], ["示例丙", f"matrix-{place}-new", None]])
        stage.put("people_batch_done", place, import_file(done, name="名册.xlsx", mode=ALL_OR_NONE, by=by, at=NOON)[0])


def _case(kind: str, unit: Unit, writer: User) -> ImpostorCase:
    shot = InMemoryUploadedFile(BytesIO(PNG), None, "截图.png", "image/png", len(PNG), None)
    seen = Report(
        platform=Platform.objects.get(code="weibo"), name=f"冒名号{kind}", text="示例", handle=f"m_{kind}_{unit.pk}",
        contact="13800000001", screenshot=shot,
    )  # fmt: skip
    case = actions.enter_case(unit, seen, by=writer, at=NOON)
    if kind == "impostor_over":
        return actions.dismiss(case, finding="示例", by=writer, at=NOON)
    return case if kind == "impostor" else actions.confirm(case, finding="示例", by=writer, at=NOON)


def _leaver(stage: Any, place: str, unit: Unit) -> None:
    person = User.objects.create(username=f"matrix-{place}-left", full_name=f"李某{place}")
    post = Post.objects.create(user=person, unit=unit, role="operator", since=START)
    end_post(post, until=date(2026, 9, 1), by=None, at=now())
    ExportSchedule.objects.create(
        owner=person, title="示例月报", source="accounts", rhythm="monthly", day=3, next_on=QUARTER, made_at=NOON
    )
    handover = Handover.objects.get(post=post)
    stage.put("leaver", place, person)
    stage.put("handover", place, handover)
    stage.put("handover_item", place, handover.items.get(code="papers"))
    checklist = LeavingChecklist.objects.get(post=post)
    stage.put("leaving", place, checklist)
    stage.put("leaving_item", place, checklist.items.get(code="rights"))
