"""队伍管理: what is missing by unit, each number the length of the list it opens; who sees what; few queries."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.people import appoint, record_staff
from accounts.models import MediaAccount
from duties.models import CheckReply, EntryConfirmation, LeavingItem
from duties.people.gaps import KINDS, counts_of, gaps_of
from duties.people.jobs import run_self_checks
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.refusals import Refused
from tests.duties.making import account
from tests.filings.pages import client_of, words
from tests.world import NOON, World

from .making import TODAY, colleague, keeper, left, on, own_account, started

pytestmark = pytest.mark.django_db
LIST_LIMIT = 10


def numbers(world: World, who: str = "registrar") -> dict[str, int]:
    return counts_of(world.person(who), TODAY).get(world.owner.pk, {})


@pytest.mark.clause("S3-17.1")
def test_new_appointments_need_training_and_those_in_post_are_listed_not_locked_out() -> None:
    world = started("taibai")
    assert numbers(world)["training"] == 3
    new = User.objects.create(username="taibai-new", full_name="李某四")
    with pytest.raises(Refused):
        appoint(new, unit=world.owner, role="liaison", since=TODAY, by=None, at=NOON)
    appoint(new, unit=world.owner, role="liaison", since=TODAY, trained_on=TODAY, by=None, at=NOON)
    listed = gaps_of("training", world.person("registrar"), TODAY).filter(unit=world.owner)
    assert {post.user for post in listed} == {world.cast[role] for role in ("operator", "editor", "secrecy")}
    assert client_of(world.person("operator")).get("/").status_code == 200


@pytest.mark.clause("S3-15")
def test_an_information_officer_whose_conditions_were_not_checked_is_a_gap() -> None:
    world = started("taibai")
    post = Post.objects.create(
        user=world.cast["editor"], unit=world.owner, role="liaison", since=TODAY, trained_on=TODAY
    )
    assert list(gaps_of("qualification", world.person("registrar"), TODAY)) == [post]
    asked = next(rule for rule in world.edition.edition.personnel if rule.code == "qualification").conditions
    record_staff(post, code="qualification", on=TODAY, conditions=asked, by=world.person("chief"), at=NOON)
    assert list(gaps_of("qualification", world.person("registrar"), TODAY)) == []


@pytest.mark.clause("S2-16.2a")
def test_people_without_a_background_check_are_a_gap_until_its_day_is_recorded() -> None:
    world = started("gejiu")
    post = Post.objects.get(user=world.cast["operator"])
    assert post in gaps_of("background_check", world.person("registrar"), TODAY)
    record_staff(post, code="background_check", on=TODAY, note="合格", by=world.person("chief"), at=NOON)
    assert post not in gaps_of("background_check", world.person("registrar"), TODAY)
    assert not gaps_of("background_check", started("soe").person("registrar"), TODAY).exists()


@pytest.mark.clause("S3-13")
def test_an_account_without_keeper_and_one_without_a_second_contact_are_gaps() -> None:
    world = started("taibai")
    own = own_account(world)
    assert (numbers(world)["keeper"], numbers(world)["contact"]) == (1, 1)
    keeper(world)
    for name in ("李某一", "李某一", "李某二"):
        assert numbers(world)["contact"] == 1
        own.team.create(role="manager", name=name, since=date(2026, 1, 1))
    assert {"keeper", "contact"} & set(numbers(world)) == set()
    own.team.filter(name="李某二").update(until=TODAY)
    assert numbers(world)["contact"] == 1


def test_each_number_is_the_length_of_its_list_and_opens_it() -> None:
    world = started("gejiu")
    keeper(world)
    colleague(world)
    left(world)
    run_self_checks(on=date(2026, 7, 1), at=on(date(2026, 7, 1)))
    MediaAccount.objects.update(created_at=on(date(2020, 1, 1)))
    user = world.person("registrar")
    counts, client = counts_of(user, timezone.localdate()), client_of(user)
    assert set(counts[world.owner.pk]) == set(KINDS) - {"training", "qualification", "keeper"}
    page = client.get(reverse("duties:people"))
    for row in page.context["rows"]:
        for label, number, address in row.cells:
            if number:
                shown = client.get(address)
                assert (label, shown.context["count"]) == (label, str(number))


def test_a_unit_sees_its_own_gaps_and_the_department_all() -> None:
    world = started("gejiu")
    assert set(counts_of(world.person("outsider"), TODAY)) == {world.foreign.pk}
    assert {world.owner.pk, world.child.pk, world.foreign.pk} <= set(counts_of(world.person("director"), TODAY))
    page = words(client_of(world.person("outsider")).get(reverse("duties:people")))
    assert (world.foreign.name in page, world.owner.name in page) == (True, False)


def test_the_overview_is_exported_with_the_same_numbers() -> None:
    world = started("gejiu")
    answer = client_of(world.person("registrar")).get(f"{reverse('duties:people')}?export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heads = next(row for row in rows if row[0] == "单位")
    line = next(row for row in rows if row[0] == world.owner.name)
    found = dict(zip(heads[2:], line[2:], strict=True))
    counts = counts_of(world.person("registrar"), timezone.localdate())[world.owner.pk]
    assert {KINDS[code].label: number for code, number in counts.items()} == {k: v for k, v in found.items() if v}


def test_the_lists_and_the_overview_take_few_queries_however_many_rows() -> None:
    world = started("gejiu")
    keeper(world)
    colleague(world)
    left(world)
    run_self_checks(on=date(2026, 7, 1), at=on(date(2026, 7, 1)))
    client = client_of(world.person("registrar"))
    pages = [reverse(f"duties:{name}") for name in ("people", "leavers", "checks", "entries", "confirmations")]
    pages += [reverse("duties:people-gaps", args=[kind]) for kind in ("background_check", "keeper", "contact")]
    few = [_queries(client, page) for page in pages]
    for number in range(4):
        account(world.child, f"示例更多{number}", platform="douyin")
    many = [_queries(client, page) for page in pages]
    assert max(many) <= LIST_LIMIT
    assert all(more <= less + 1 for less, more in zip(few, many, strict=True))


def _queries(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_the_pages_do_what_they_say_and_strangers_find_nothing() -> None:
    world = started("gejiu")
    keeper(world)
    second = colleague(world)
    checklist = left(world)
    run_self_checks(on=date(2026, 7, 1), at=on(date(2026, 7, 1)))
    reply, own = CheckReply.objects.get(unit=world.owner), own_account(world)
    talk = LeavingItem.objects.get(checklist=checklist, code="talk")
    pages = {
        "leaving": reverse("duties:leaving", args=[checklist.pk]),
        "tick": reverse("duties:leaving-tick", args=[talk.pk]),
        "check": reverse("duties:check", args=[reply.pk]),
        "entry": reverse("duties:entry", args=[own.pk]),
    }
    unit, stranger, desk = client_of(second), client_of(world.person("outsider")), client_of(world.person("registrar"))
    assert {unit.get(page).status_code for page in pages.values()} == {200}
    assert {stranger.get(page).status_code for page in pages.values()} == {404}
    assert [name for name, page in pages.items() if desk.get(page).status_code != 200] == ["tick"]
    assert desk.post(pages["check"], {}).status_code == 404
    assert desk.post(pages["entry"], {"result": "same"}).status_code == 404
    unit.post(pages["tick"], {"on": TODAY.isoformat(), "note": "示例"})
    talk.refresh_from_db()
    assert talk.done_on == TODAY
    assert unit.post(pages["check"], {"note": ""}).status_code == 422
    assert unit.post(pages["check"], {f"line_{n}": "yes" for n in range(4)}).status_code == 302
    changed = unit.post(pages["entry"], {"result": "changed"})
    assert changed.headers["Location"] == f"/filings/new/change/?account={own.pk}"
    assert f'value="{own.pk}" selected' in unit.get(changed.headers["Location"]).content.decode()
    chosen = reverse("duties:entries-confirm")
    assert unit.post(chosen, {"chosen": [own.pk, "x", "99999999"]}).status_code == 302
    assert EntryConfirmation.objects.get().result == "same"
    stranger.post(chosen, {"chosen": [own.pk]})
    assert EntryConfirmation.objects.get().by == second
    assert "队伍与口令" in words(unit.get("/"))


def test_kinds_with_lists_of_their_own_and_unknown_ones_are_not_found() -> None:
    client = client_of(started("gejiu").person("registrar"))
    for kind in ("leaving", "checks", "nonsense"):
        assert client.get(reverse("duties:people-gaps", args=[kind])).status_code == 404
