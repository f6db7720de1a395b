"""What the other verbs do to a case, each in a real browser, at the desk and on the phone (转交、退回、表决、终止)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from filings import actions
from filings.models import Filing
from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision, Seat, Substitution
from reviews.models import Post
from tests.filings.making import draft
from tests.reviews import making
from tests.world import START, World, build

from .desk import Desk
from .test_reviewing import confirm_all
from .test_verbs import last_verb, opened, send

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[False, True], ids=["desk", "phone"])
def phone(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def office(phone: bool, site: str, django_db_blocker: Any) -> Iterator[World]:
    """An organisation of its own, whose unit and department have two people in each post that hands on."""
    with django_db_blocker.unblock():
        world = making.staffed(build("gejiu", mark="掌" if phone else "桌"))
        for role, unit in (("staff", world.owner), ("registrar", world.authority)):
            Held.objects.create(user=_second(world, role), unit=unit, role=role, since=START)
        yield world


def _second(world: World, role: str) -> User:
    person: User = User.objects.create_user(username=f"second-{role}-{world.root.pk}", full_name=f"钱某{role}")
    person.privacy_version = world.cast["chief"].privacy_version
    person.must_change_password = False
    person.save()
    world.cast[f"second-{role}"] = person
    return person


def handed_in(world: World, title: str) -> Post:
    return making.handed_in(world, title=title, at=timezone.now() - timedelta(hours=1))


def filed(world: World, name: str, *, until: str = "", ago: timedelta = timedelta(hours=1)) -> Filing:
    """Return a filing handed in some time ago, agreed to until the step of this role waits."""
    at = timezone.now() - ago
    day = date(2026, 9, 17)
    filing = draft(world, "open", name=name, platform_id=f"id_{world.root.pk}_{len(name)}_{name[-1]}", event=day)
    filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=at)
    while until and holder_role(filing) != until:
        filing = world.decide(filing, "approve", opinion="同意", at=at)
    return filing


def holder_role(subject: Any) -> str:
    run = chain.open_run_of(subject)
    step = chain.current_step(run) if run else None
    return step.role if step else ""


def seat(desk: Any, world: World, role: str, *, phone: bool) -> Desk:
    person: Desk = desk(world.cast[role].username, phone=phone)
    return person


def agree(person: Desk) -> None:
    """Tick the checklist where there is one, and agree."""
    confirm_all(person)
    person.follow(person.page.locator("[data-testid=approve]:visible, [data-testid=agree-phone]:visible").first)


def answer_decision(person: Desk, testid: str, sheet: str, reason: str) -> None:
    """Open the sheet of a verb on a post, give the reason and press its button."""
    person.page.locator(f"#{sheet} > summary").click()
    person.page.locator(f"#{sheet} textarea").last.fill(reason)
    person.press(testid)


def test_a_post_is_urged_taken_back_handed_on_sent_back_and_refused(desk, look, office, phone):
    post = handed_in(office, f"示例其余办法{office.root.pk}")
    address = f"/reviews/{post.pk}/"
    author = seat(desk, office, "operator", phone=phone).go(address)
    author.press("urge")
    assert last_verb(post) == "urge"
    author.page.locator("summary:has-text('撤回修改')").click()
    author.page.locator("form[action$='/withdraw/'] [name=reason]").fill("写错了时间")
    author.press("withdraw")
    assert last_verb(post) == "withdraw"
    post.refresh_from_db()
    post = making.actions.submit(post, version=post.row_version, by=office.person("operator"), at=timezone.now())

    first = seat(desk, office, holder_role(post), phone=phone).go(address)
    first.page.locator("#sheet-transfer > summary").click()
    first.page.locator("#sheet-transfer select").select_option(str(office.cast["second-staff"].pk))
    assert look.at(first.page, "a post is handed on") == []
    first.press("transfer")
    assert last_verb(post) == "transfer"
    taker = seat(desk, office, "second-staff", phone=phone).go(address)
    agree(taker)
    assert last_verb(post) == "approve"

    for straight in (False, True):
        second = seat(desk, office, holder_role(post), phone=phone).go(address)
        second.page.locator("#sheet-back > summary").click()
        second.page.locator("#sheet-back [name=to_code]").first.check()
        if straight:
            second.page.locator("#sheet-back [name=straight][value=yes]").check()
        second.page.locator("#sheet-back textarea").fill("请再核对地点")
        second.press("send-back")
        assert (last_verb(post), holder_role(post)) == ("send_back", "staff")
        agree(taker.go(address))
        assert last_verb(post) == "approve"
    second.go(address)
    answer_decision(second, "reject", "sheet-reject", "不符合发布要求")
    assert last_verb(post) == "reject"
    post.refresh_from_db()
    assert post.state == "rejected"


@pytest.mark.parametrize(
    ("mode", "percent", "verbs", "said", "states"),
    [
        ("all", "", ("approve", "approve"), ("cosign", "approve"), ("agreed", "agreed")),
        ("any", "", ("approve",), ("approve",), ("agreed", "gone")),
        ("ratio", "60", ("reject",), ("dissent",), ("against", "gone")),
    ],
    ids=["all", "any", "ratio"],
)
def test_several_are_asked_and_decide_together(desk, office, phone, mode, percent, verbs, said, states):
    post = handed_in(office, f"示例表决{mode}{office.root.pk}")
    address, before = f"/reviews/{post.pk}/", holder_role(post)
    holder = seat(desk, office, before, phone=phone)
    form = opened(holder, address, "add_before")
    form.locator("[name=others]").fill(f"{office.cast['deputy'].username}，{office.cast['chief'].username}")
    form.locator("[name=mode]").select_option(mode)
    if percent:
        form.locator("[name=percent]").fill(percent)
    send(holder, "add_before")
    assert holder.text("seats").count("未办") == 2
    for role, verb in zip(("deputy", "chief"), verbs, strict=False):
        signer = seat(desk, office, role, phone=phone).go(address)
        if verb == "reject":
            answer_decision(signer, "reject", "sheet-reject", "不宜发布")
        else:
            agree(signer)
    rows = Decision.objects.filter(run__object_type="reviews.post", run__object_id=post.pk).order_by("pk")
    seats = Seat.objects.filter(step__run__object_type="reviews.post", step__run__object_id=post.pk).order_by("pk")
    assert list(rows.values_list("verb", flat=True)) == ["submit", "add_before", *said]
    assert tuple(seats.values_list("state", flat=True)) == states
    assert holder_role(post) == before
    assert holder.go(address).page.locator("#agree").count() == 1


def test_a_filing_is_handed_on_taken_back_by_the_department_and_refused(desk, look, office, phone):
    filing = filed(office, "示例转交号甲", until="registrar")
    address = f"/filings/{filing.pk}/"
    registrar = seat(desk, office, "registrar", phone=phone)
    form = opened(registrar, address, "transfer")
    form.locator("select").select_option(str(office.cast["second-registrar"].pk))
    send(registrar, "transfer")
    assert last_verb(filing) == "transfer"
    taker = seat(desk, office, "second-registrar", phone=phone).go(address)
    assert look.at(taker.page, "a filing that was handed on") == []
    taker.follow(taker.page.locator("#decide-card [data-testid=approve]"))
    form = opened(taker, address, "recall")
    form.locator("[name=reason]").fill("漏看了一份材料")
    send(taker, "recall")
    assert last_verb(filing) == "recall"
    form = opened(taker, address, "send_back")
    form.locator("[name=to_code]").first.check()
    form.locator("[name=reason]").fill("请单位再核对")
    send(taker, "send_back")
    assert last_verb(filing) == "send_back"

    other = filed(office, "示例不予号乙", until="registrar")
    registrar.go(f"/filings/{other.pk}/")
    registrar.page.fill("#id_opinion", "名称与已备案账号重复")
    registrar.follow(registrar.page.locator("#decide-card [data-testid=reject]"))
    other.refresh_from_db()
    assert (last_verb(other), other.state) == ("reject", "rejected")
    form = opened(registrar, f"/filings/{other.pk}/", "take_back")
    form.locator("[name=reason]").fill("结论须重新核对")
    send(registrar, "take_back")
    other.refresh_from_db()
    assert (last_verb(other), other.state) == ("recall", "authority")


def test_the_owner_urges_and_withdraws_and_the_administrator_ends_a_filing(desk, office, phone):
    filing = filed(office, "示例催办号丙")
    owner = seat(desk, office, "operator", phone=phone).go(f"/filings/{filing.pk}/")
    owner.press("urge")
    assert last_verb(filing) == "urge"
    owner.page.locator("summary:has-text('撤回修改')").click()
    owner.page.fill("#id_reason", "需要补充材料")
    owner.press("withdraw")
    assert last_verb(filing) == "withdraw"

    ended = filed(office, "示例终止号丁", ago=timedelta(days=900))
    admin = desk("sysadmin", phone=phone).go("/stuck/")
    row = admin.page.locator("tr", has_text="示例终止号丁").filter(has_text=office.owner.name)
    row.locator("summary").click()
    row.locator("[name=reason]").fill("单位已撤并")
    admin.follow(row.locator("[data-testid=terminate]"))
    ended.refresh_from_db()
    assert (last_verb(ended), ended.state) == ("terminate", "terminated")


def test_who_stands_in_decides_and_the_record_names_both(desk, office, phone):
    filing = filed(office, "示例代理号戊", until="chief")
    chief = seat(desk, office, "chief", phone=phone).go("/substitutions/")
    chief.page.locator("[name=by_whom]").select_option(str(office.cast["deputy"].pk))
    today = timezone.localdate()
    for name, value in (("starts_on", today), ("ends_on", today + timedelta(days=2))):
        chief.page.locator(f"[name={name}]").fill(value.isoformat())
    chief.page.locator("[name=reason]").fill("出差")
    chief.press("substitute")
    assert Substitution.objects.filter(absent=office.cast["chief"], substitute=office.cast["deputy"]).count() == 1

    deputy = seat(desk, office, "deputy", phone=phone).go(f"/filings/{filing.pk}/")
    assert f"代{office.cast['chief']}" in deputy.text("stands-in")
    deputy.follow(
        deputy.page.locator("#decide-card [data-testid=approve]:visible, .bottom-bar [value=approve]:visible").first
    )
    row = Decision.objects.filter(run__object_type="filings.filing", run__object_id=filing.pk, verb="approve").latest(
        "pk"
    )
    assert (row.by, row.for_user) == (office.cast["deputy"], office.cast["chief"])
