"""Making campaigns and findings for tests, plainly artificial."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import MediaAccount
from assessments.actions import inspections, rectification
from assessments.inspecting.states import Outcome
from assessments.inspecting.template import from_rows
from assessments.models import Answer, Campaign, Finding, Inspected
from newmedia_portal.core.access.models import User
from tests.assessments.watch.making import account as running
from tests.assessments.watch.making import publish
from tests.papers import picture
from tests.world import NOON, World

TODAY = date(2026, 9, 18)
PNG = picture()


def shot(name: str = "截图.png") -> SimpleUploadedFile:
    """Return a picture that the upload check lets in."""
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def known(world: World, name: str, *, silent: int = 1, unit: Any = None, **more: Any) -> MediaAccount:
    """Return an account whose last item was so many days before yesterday, with complete data."""
    one = running(unit or world.owner, name, certified=True, **more)
    last = TODAY - timedelta(days=1 + silent)
    days = [last - timedelta(days=7 * week) for week in range(12)]
    publish(one, *days, known=(date(2026, 1, 5), TODAY - timedelta(days=1)), at=TODAY)
    return one


def plan(world: World, **more: Any) -> inspections.Plan:
    """Return the plan of a third quarter's campaign, checked by registrar and director."""
    values: dict[str, Any] = {
        "name": "2026年第三季度检查",
        "kind": "quarterly",
        "period": "2026Q3",
        "window_start": date(2026, 9, 1),
        "window_end": date(2026, 10, 15),
        "percent": Decimal(100),
        "rectify_number": 10,
        "objection_days": 5,
        "seed": "示例",
        "owner_level": "county",
        "inspectors": (world.person("registrar"), world.person("director")),
    }
    return inspections.Plan(**{**values, **more})


def prepared(world: World, *, at: datetime = NOON, **more: Any) -> Campaign:
    """Return a campaign that has been prepared."""
    return inspections.prepare(world.authority, plan(world, **more), by=world.person("registrar"), at=at)


def started(world: World, *, at: datetime = NOON, **more: Any) -> Campaign:
    """Return a campaign that has been drawn."""
    made = prepared(world, at=at, **more)
    inspections.start(made, by=world.person("registrar"), at=at)
    return Campaign.objects.get(pk=made.pk)


def row_of(campaign: Campaign, account: MediaAccount) -> Inspected:
    """Return the check of one account."""
    return Inspected.objects.get(campaign=campaign, account=account)


def answers_of(row: Inspected) -> dict[str, Answer]:
    """Return the answers by item."""
    return {one.code: one for one in row.answers.all()}


def fine(row: Inspected, problems: Iterable[str] = (), *, at: datetime = NOON) -> Inspected:
    """Let the inspector answer every item by hand: fine, but for these, and finish."""
    by, wanted = inspector_of(row), set(problems)
    given = {}
    for item in from_rows(row.campaign.template):
        if item.code in wanted:
            words, files = f"{item.label}有问题", (shot(),)
            given[item.code] = inspections.Given(Outcome.PROBLEM, words, "https://www.example.cn/1", files=files)
        elif item.source == "hand" and item.binds(row.platform.code):
            given[item.code] = inspections.Given(Outcome.FINE)
    inspections.answer(row, given, by=by, at=at)
    inspections.finish(row, by=by, at=at)
    return Inspected.objects.get(pk=row.pk)


def inspector_of(row: Inspected) -> User:
    """Return the inspector, freshly read."""
    assert row.inspector_id is not None
    return User.objects.get(pk=row.inspector_id)


def second_of(row: Inspected) -> User:
    """Return who looks a second time, freshly read."""
    assert row.second_id is not None
    return User.objects.get(pk=row.second_id)


def failed(world: World, problem: str = "interaction", *, at: datetime = NOON) -> Finding:
    """Return a finding of a campaign whose result two people confirmed."""
    one = known(world, "示例不合格")
    row = fine(row_of(started(world, at=at), one), [problem], at=at)
    inspections.agree(row, by=second_of(row), at=at)
    return Finding.objects.get(inspected=row)


def told(world: World, *, at: datetime = NOON) -> Finding:
    """Return a finding of which the unit has been told."""
    finding = failed(world, at=at)
    rectification.notify_unit([finding], by=world.person("registrar"), at=at)
    return Finding.objects.get(pk=finding.pk)


def other_than_finder(world: World, finding: Finding) -> User:
    """Return the one of the department who did not inspect."""
    return next(world.person(role) for role in ("registrar", "director") if world.cast[role].pk != finding.finder_id)


def same_as_finder(world: World, finding: Finding) -> User:
    """Return the one of the department who inspected."""
    return next(world.person(role) for role in ("registrar", "director") if world.cast[role].pk == finding.finder_id)
