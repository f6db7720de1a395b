"""The people and objects of the access matrix (访问矩阵): one object of each kind at each place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import ImportBatch, MediaAccount, Platform
from accounts.models.imports import BatchState
from filings import actions
from filings.deadlines.open import open_resubmission
from filings.models import Filing
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.audit.checkpoints import take
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workbook.sheets import Column, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.core.workflow import chain
from newmedia_portal.demo.answers import answers_for, papers_for, people_for
from newmedia_portal.regimes.actions import copy_to_draft
from tests.world import NOON, admin, build

from . import (
    matrix_api,
    matrix_duty,
    matrix_enforcement,
    matrix_identities,
    matrix_inspections,
    matrix_items,
    matrix_messages,
    matrix_outputs,
    matrix_people,
    matrix_posts,
    matrix_prints,
    matrix_published,
    matrix_quarters,
    matrix_queue,
    matrix_releases,
    matrix_reposts,
    matrix_sight,
    matrix_variants,
    matrix_watch,
    matrix_webhooks,
)

POSTS = ("operator", "head", "deputy", "chief", "editor", "line", "registrar", "director", "observer")
ADMINS = ("sysadmin", "secadmin", "auditor")
ROLES = ("anonymous", *POSTS, *ADMINS)
PLACES = ("own", "child", "foreign", "elsewhere")
MISSING = 99_999_999


@dataclass
class Stage:
    """Users by role; objects by kind and place."""

    users: dict[str, User | None] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, kind: str, place: str, value: Any) -> None:
        """Keep an object."""
        self.objects.setdefault(kind, {})[place] = value


def set_the_stage() -> Stage:
    """Make two organisations of different regimes, the administrators and one object of each kind at each place."""
    seed_calendar(by=None, at=NOON)
    world, elsewhere = build("gejiu"), build("soe")
    stage = Stage({"anonymous": None})
    stage.users |= {role: world.cast[role] for role in POSTS} | {role: admin(role) for role in ADMINS}
    writers = {
        "own": (world.owner, world.cast["operator"]),
        "child": (world.child, world.cast["child"]),
        "foreign": (world.foreign, world.cast["outsider"]),
        "elsewhere": (elsewhere.owner, elsewhere.cast["operator"]),
    }
    for number, (place, (unit, writer)) in enumerate(writers.items()):
        _furnish(stage, place, number, unit, writer)
        matrix_reposts.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
        matrix_posts.furnish(stage, place, unit, writer)
        matrix_sight.furnish(stage, place, unit, writer)
        matrix_published.furnish(stage, place, unit, writer)
        matrix_duty.furnish(stage, place, unit, writer)
        matrix_watch.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
        matrix_items.furnish(stage, place, unit, writer)
        matrix_people.furnish(stage, place, unit, writer)
        matrix_enforcement.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
        matrix_quarters.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
        matrix_inspections.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
        matrix_outputs.furnish(stage, place, unit, writer, elsewhere if place == "elsewhere" else world)
    matrix_published.furnish_tree(stage, "own", world)
    matrix_published.furnish_tree(stage, "elsewhere", elsewhere)
    matrix_queue.furnish(stage, world, elsewhere)
    matrix_releases.furnish_once(stage)
    matrix_webhooks.furnish_once(stage, stage.users["sysadmin"])
    matrix_identities.furnish_once(stage, stage.users["secadmin"])
    matrix_messages.furnish_once(stage, stage.users["sysadmin"], world.cast["operator"])
    matrix_api.furnish_once(stage)
    matrix_people.furnish_imports(stage, own=stage.users["sysadmin"], elsewhere=stage.users["secadmin"])
    draft = copy_to_draft(world.edition, by=stage.users["sysadmin"], at=NOON)
    stage.objects["edition"] = {"published": world.edition, "draft": draft}
    stage.objects["checkpoint"] = {"any": take(on=NOON.date(), at=NOON)[0]}
    stage.objects["event"] = {"any": AuditEvent.objects.order_by("seq").last()}
    stage.objects["platform"] = {"any": Platform.objects.get(code="weibo")}
    return stage


def _furnish(stage: Stage, place: str, number: int, unit: Unit, writer: User) -> None:
    stage.put("unit", place, unit)
    stage.put("person", place, writer)
    notify([writer], kind="test", title="示例消息", url="/calendar/", at=NOON, key=f"matrix-{place}")
    stage.put("notice", place, Notice.objects.get(user=writer, key=f"matrix-{place}"))
    matrix_messages.furnish(stage, place, Notice.objects.get(user=writer, key=f"matrix-{place}"))
    stage.put("post", place, Post.objects.get(user=writer))
    account = _account(unit, number)
    stage.put("account", place, account)
    member = account.team.create(role="manager", name="李某一", since=date(2024, 1, 1))
    member.mobile = "13900000001"
    member.save()
    stage.put("member", place, member)
    stage.put("batch", place, _batch(unit))
    draft = actions.start(unit, kind="open", variant="standard", by=writer, at=NOON)
    stage.put("draft", place, draft)
    stage.put("attachment", place, _with_paper(draft, writer))
    filing = _handed_in(unit, writer, number)
    stage.put("filing", place, filing)
    stage.put("run", place, chain.open_run_of(filing))
    stage.put("obligation", place, open_resubmission(filing, by=writer, at=NOON))
    matrix_variants.furnish(stage, place, number, unit, _handed_in(unit, writer, number + 70))
    matrix_prints.furnish(stage, place, _handed_in(unit, writer, number + 50), account)


def _account(unit: Unit, number: int) -> MediaAccount:
    account = MediaAccount(
        unit=unit,
        root=unit.root,
        platform=Platform.objects.get(code="weibo"),
        name=f"示例账号{number}",
        handle=f"shili_{number}",
        opened_on=date(2024, 1, 1),
        created_at=NOON,
        updated_at=NOON,
    )
    account.save()
    return account


def _batch(unit: Unit) -> ImportBatch:
    book = BytesIO()
    write_xlsx(book, [Sheet("台账", [Column("账号名称"), Column("平台类型")], [["示例新号", "微博"]])], by="", at=NOON)
    file = ContentFile(book.getvalue(), name="示例台账.xlsx")
    return ImportBatch.objects.create(
        unit=unit, file_name="示例台账.xlsx", file=file, status=BatchState.CHECKED, created_at=NOON
    )


def _with_paper(draft: Filing, writer: User) -> Any:
    paper, upload = papers_for(draft)[0]
    return actions.add_paper(draft, paper=paper, upload=upload, by=writer, at=NOON)


def _handed_in(unit: Unit, writer: User, number: int) -> Filing:
    filing = actions.start(unit, kind="open", variant="standard", by=writer, at=NOON)
    for paper, upload in papers_for(filing):
        actions.add_paper(filing, paper=paper, upload=upload, by=writer, at=NOON)
    answers = answers_for(filing, name=f"示例发布{number}", handle=f"shili_new_{number}", event=date(2026, 9, 17))
    filing = actions.save_task(
        filing, answers=answers, team=people_for(filing), version=filing.version, by=writer, at=NOON
    )
    return actions.submit(filing, version=filing.version, by=writer, at=NOON)


# What the parameters of an address stand for; the longest beginning of the route's name decides.
STANDS_FOR: dict[str, dict[str, str]] = {
    "units": {"pk": "unit"},
    "people": {"pk": "person"},
    "people:end-post": {"pk": "post"},
    "people:hand-over": {"pk": "post"},
    "people:training": {"pk": "post"},
    "people:staff-record": {"pk": "post"},
    "accounts": {"pk": "account", "member": "member"},
    "filings": {"pk": "filing", "paper_id": "attachment"},
    "filings:remind": {"pk": "obligation"},
    "filings:task": {"pk": "draft"},
    "filings:papers": {"pk": "draft"},
    "filings:paper": {"pk": "draft", "paper_id": "attachment"},
    "filings:remove-paper": {"pk": "draft", "paper_id": "attachment"},
    "filings:check": {"pk": "draft"},
    "filings:discard": {"pk": "draft"},
    "accounts:import": {"pk": "batch"},
    "platforms": {"pk": "platform"},
    "audit": {"seq": "event"},
    "audit:checkpoint": {"pk": "checkpoint"},
    "messages": {"pk": "notice"},
    "terminate-run": {"pk": "run"},
    "regimes": {"pk": "edition"},
    **matrix_reposts.STANDS_FOR,
    **matrix_posts.STANDS_FOR,
    **matrix_sight.STANDS_FOR,
    **matrix_published.STANDS_FOR,
    **matrix_duty.STANDS_FOR,
    **matrix_watch.STANDS_FOR,
    **matrix_items.STANDS_FOR,
    **matrix_people.STANDS_FOR,
    **matrix_prints.STANDS_FOR,
    **matrix_variants.STANDS_FOR,
    **matrix_enforcement.STANDS_FOR,
    **matrix_quarters.STANDS_FOR,
    **matrix_queue.STANDS_FOR,
    **matrix_messages.STANDS_FOR,
    **matrix_webhooks.STANDS_FOR,
    **matrix_identities.STANDS_FOR,
    **matrix_releases.STANDS_FOR,
    **matrix_outputs.STANDS_FOR,
    **matrix_inspections.STANDS_FOR,
    **matrix_api.STANDS_FOR,
}
CONSTANTS: dict[str, dict[str, Any]] = {
    "calendar:year": {"number": 2026},
    "regimes:part": {"part": "papers"},
    "filings:task": {"code": "account"},
    "filings:begin": {"kind": "open"},
    "filings:move": {"verb": "copy"},
    "reviews:move": {"verb": "copy"},
    **matrix_duty.CONSTANTS,
    **matrix_sight.CONSTANTS,
    **matrix_people.CONSTANTS,
    **matrix_identities.CONSTANTS,
    **matrix_enforcement.CONSTANTS,
    **matrix_quarters.CONSTANTS,
}


def _at_the_waiting_step(filing: Filing, **more: str) -> dict[str, Any]:
    run = chain.open_run_of(filing)
    step = chain.current_step(run) if run else None
    return {"step": step.pk if step else 0, **more}


# What would act if the sender were allowed to: an agreement, a withdrawal, a reminder.
SENT: dict[str, Callable[[Filing], dict[str, Any]]] = {
    "filings:decide": lambda filing: _at_the_waiting_step(filing, verb="approve"),
    "filings:move": lambda filing: {"kind": "copy", "others": ""},
    "filings:withdraw": lambda filing: {"reason": "名称尚未定稿"},
    "filings:queue-decide": lambda filing: _at_the_waiting_step(filing, verb="approve"),
    "filings:queue-claim": _at_the_waiting_step,
}


def meaning(name: str) -> dict[str, str]:
    """Return what the parameters of a route stand for."""
    known = [start for start in STANDS_FOR if name == start or name.startswith((f"{start}:", f"{start}-"))]
    return STANDS_FOR[max(known, key=len)] if known else {}
