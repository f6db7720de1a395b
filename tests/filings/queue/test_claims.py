"""Taking and letting go: one of two wins, it ends by itself, colleagues see it, nobody is bound by it."""

from datetime import timedelta

import pytest
from guardian.shortcuts import assign_perm

from filings import actions as filing_actions
from filings.models import Claim
from filings.queue.actions import claim, release
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.core.ground import together
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build, user

from .piling import pile, waiting

pytestmark = pytest.mark.django_db


def two(world: World) -> tuple[User, User]:
    """Return two people of the department who hold the same post and oversee the same units."""
    colleague = user("gejiu-colleague", world.authority, "registrar")
    assign_perm("core.oversee_unit", colleague, world.root)
    return world.person("registrar"), colleague


def test_the_second_is_told_who_has_it_and_until_when(settings):
    settings.FILING_CLAIM_MINUTES = 45
    world = build("gejiu")
    filing, (first, second) = pile(world, 1), two(world)
    step = waiting(filing).pk
    taken = claim(filing, step_id=step, by=first, at=NOON)

    assert (taken.by, taken.until) == (first, NOON + timedelta(minutes=45))
    with pytest.raises(Conflict, match=f"{first}已于 2026-09-18 12:00 领取，2026-09-18 12:45 自动释放"):
        claim(filing, step_id=step, by=second, at=NOON + timedelta(minutes=44))


def test_it_ends_by_itself_and_the_next_may_take_it(settings):
    settings.FILING_CLAIM_MINUTES = 60
    world = build("gejiu")
    filing, (first, second) = pile(world, 1), two(world)
    step = waiting(filing).pk
    claim(filing, step_id=step, by=first, at=NOON)
    taken = claim(filing, step_id=step, by=second, at=NOON + timedelta(minutes=60))

    assert (taken.by, Claim.objects.count()) == (second, 1)
    assert AuditEvent.objects.filter(action="filing.claimed").count() == 2


def test_taking_it_again_begins_anew():
    world = build("gejiu")
    filing, (first, _) = pile(world, 1), two(world)
    step = waiting(filing).pk
    claim(filing, step_id=step, by=first, at=NOON)
    later = claim(filing, step_id=step, by=first, at=NOON + timedelta(minutes=30))

    assert later.at == NOON + timedelta(minutes=30)


def test_only_the_one_who_has_it_lets_it_go():
    world = build("gejiu")
    filing, (first, second) = pile(world, 1), two(world)
    step = waiting(filing).pk
    claim(filing, step_id=step, by=first, at=NOON)

    with pytest.raises(Forbidden, match="只能由本人释放"):
        release(filing, step_id=step, by=second, at=NOON)
    let_go = release(filing, step_id=step, by=first, at=NOON + timedelta(minutes=1))
    assert let_go.holds(NOON + timedelta(minutes=1)) is False
    with pytest.raises(Conflict, match="没有正在生效的领取"):
        release(filing, step_id=step, by=first, at=NOON + timedelta(minutes=2))
    assert claim(filing, step_id=step, by=second, at=NOON + timedelta(minutes=2)).by == second


def test_nobody_takes_what_does_not_wait_for_them():
    world = build("gejiu")
    registrar = world.person("registrar")
    own, done = pile(world, 1, by=registrar), pile(world, 2)
    others = pile(world, 3, role="chief")
    step = waiting(done).pk
    filing_actions.decide(done, step_id=step, verb="approve", by=registrar, at=NOON)

    for filing, wanted in ((own, waiting(own).pk), (others, waiting(others).pk)):
        with pytest.raises(Forbidden, match="不由您办理"):
            claim(filing, step_id=wanted, by=registrar, at=NOON)
    with pytest.raises(Conflict, match="已经办理"):
        claim(done, step_id=step, by=registrar, at=NOON)
    assert not Claim.objects.exists()


def test_a_step_at_which_several_people_speak_is_taken_by_none():
    world = build("gejiu")
    filing, (first, _) = pile(world, 1), two(world)
    step = waiting(filing)
    step.seated = True
    step.save()
    step.seats.create(person=first)

    with pytest.raises(Refused, match="要几个人分别办理"):
        claim(filing, step_id=step.pk, by=first, at=NOON)


def test_a_claim_of_another_filing_is_not_let_go_by_its_step():
    world = build("gejiu")
    mine, other, (first, _) = pile(world, 1), pile(world, 2), two(world)
    claim(mine, step_id=waiting(mine).pk, by=first, at=NOON)
    with pytest.raises(Conflict):
        release(other, step_id=waiting(mine).pk, by=first, at=NOON)


def test_colleagues_see_it_are_warned_and_may_decide_all_the_same():
    world = build("gejiu")
    filing, (first, second) = pile(world, 1), two(world)
    first_client, second_client = client_of(first), client_of(second)
    step = waiting(filing).pk
    first_client.post(f"/filings/queue/{filing.pk}/claim/", {"step": step})
    mine, theirs = (words(client.get("/filings/queue/")) for client in (first_client, second_client))

    assert ("我已领取" in mine, f"{first} 领取" in theirs) == (True, True)
    assert (f"{first}已于" in theirs, "您仍可办理，请先与对方联系" in theirs) == (True, True)
    assert "您仍可办理" not in mine
    second_client.post(f"/filings/queue/{filing.pk}/decide/", {"step": step, "verb": "approve"})
    filing.refresh_from_db()
    assert waiting(filing).role == "director"


def test_a_page_that_is_out_of_date_is_answered_in_words():
    world = build("gejiu")
    filing = pile(world, 1)
    client = client_of(world.person("registrar"))
    for way in ("claim", "release"):
        for sent in ({}, {"step": "x"}, {"step": 99_999_999}):
            answer = client.post(f"/filings/queue/{filing.pk}/{way}/", sent, follow=True)
            assert answer.status_code == 200
    assert not Claim.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_claims_at_one_moment_one_wins():
    world = build("gejiu")
    first, second = two(world)
    for number in range(10):
        filing = pile(world, number)
        step = waiting(filing).pk
        got = together(*(
            lambda by=by: claim(filing, step_id=step, by=by, at=NOON) for by in (first, second)  # noqa: B023
        ))  # fmt: skip
        assert sorted(type(one).__name__ for one in got) == ["Claim", "Conflict"]
        assert Claim.objects.get(step=step).by_id == next(one.by_id for one in got if isinstance(one, Claim))
