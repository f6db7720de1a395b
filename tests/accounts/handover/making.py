"""Making people who hold one thing of every kind, plainly artificial."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from accounts.handover.holders import Held, holders
from duties.models import DutyRoster, DutyShift
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.exports.models import ExportSchedule
from newmedia_portal.core.saved.models import SavedView
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.substitutions import substitute
from tests.assessments.inspections.making import known, started
from tests.filings.making import draft, submitted
from tests.reviews.making import draft as written
from tests.world import NOON, START, World

DAY = date(2026, 9, 18)
UNIT_KINDS = {"steps", "substitutions", "schedules", "subscriptions", "filings", "posts", "shifts", "views"}
DEPARTMENT_KINDS = {"steps", "substitutions", "schedules", "subscriptions", "checks", "campaigns", "views"}


def colleague(world: World, role: str = "operator", name: str = "李某二", unit: Unit | None = None) -> User:
    """Return another person with a post in the owner unit, or another one."""
    person = User.objects.create(username=f"{world.regime}-{role}-{User.objects.count()}", full_name=name)
    Post.objects.create(user=person, unit=unit or world.owner, role=role, since=START, trained_on=START)
    return person


def post_of(world: World, role: str) -> Post:
    """Return the open post of one of the cast."""
    return Post.objects.select_related("unit__root", "user").get(user=world.cast[role], until__isnull=True)


def held_by(person: User, codes: Collection[str] = ()) -> dict[str, list[Held]]:
    """Return everything that hangs on a person, whatever posts are held, by kind."""
    found = {one.code: list(one.find([person.pk], NOON)) for one in holders() if not codes or one.code in codes}
    return {code: things for code, things in found.items() if things}


def busy_operator(world: World, *, at: datetime = NOON) -> User:
    """Let the operator hold one thing of every kind that a unit knows; shifts begin the day after a moment."""
    person = world.person("operator")
    draft(world, name="示例草稿账号")
    filing = submitted(world, name="示例送审账号", platform_id="handover1")
    run = chain.open_run_of(filing)
    run.steps.filter(unit=world.owner).update(holder=person)  # type: ignore[union-attr]
    written(world, by=person)
    _everyday(world, person, colleague(world, "deputy", "王某三"))
    roster = DutyRoster.objects.create(
        unit=world.owner, root=world.root, edition=world.edition, started_on=START, created_by=person, created_at=NOON
    )
    for days in (1, 2):
        DutyShift.objects.create(
            roster=roster, unit=world.owner, root=world.root, person=person, name=str(person),
            starts_at=at + timedelta(days=days), ends_at=at + timedelta(days=days, hours=8),
        )  # fmt: skip
    return person


def busy_registrar(world: World) -> User:
    """Let the registrar hold one thing of every kind that a department knows."""
    person = world.person("registrar")
    known(world, "示例受检账号")
    started(world)
    filing = submitted(world, name="示例送审账号", platform_id="handover1")
    run = chain.open_run_of(filing)
    run.steps.filter(role="registrar").update(holder=person)  # type: ignore[union-attr]
    _everyday(world, person, world.person("director"))
    return person


def _everyday(world: World, person: User, other: User) -> None:
    for title, owner, to in (("示例月报", person, other), ("示例季报", other, person)):
        schedule = ExportSchedule.objects.create(
            owner=owner, title=title, source="accounts", rhythm="monthly", day=3, next_on=DAY, made_at=NOON
        )
        schedule.recipients.set([to])
    for owner in (person, other):
        SavedView.objects.create(
            owner=owner,
            path="/accounts/",
            name="示例视图",
            shared_with=Post.objects.filter(user=owner).earliest("pk").unit,
            saved_at=NOON,
        )
    for absent, by_whom in ((person, other), (other, person)):
        substitute(
            absent, by_whom=by_whom, role="", starts_on=DAY, ends_on=DAY + timedelta(days=5), reason="示例出差",
            by=absent, at=NOON,
        )  # fmt: skip
