"""Two administrators end one post, or pass on the same things, at the same moment: one does it, the other learns so."""

import pytest

from accounts.actions.people import end_post
from accounts.handover.moving import move_holdings
from accounts.models import Handover, HandoverLine
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.refusals import Refused
from tests.accounts.conftest import events
from tests.core.ground import together
from tests.world import NOON, admin, build

from .making import DAY, UNIT_KINDS, busy_operator, colleague, held_by, post_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("ending", [True, False], ids=["ending the post", "afterwards"])
def test_one_of_two_administrators_moves_everything_and_the_other_is_told(ending: bool) -> None:
    world = build("taibai")
    admins = [admin("sysadmin"), admin("secadmin")]
    person = busy_operator(world)
    chosen = dict.fromkeys(UNIT_KINDS, colleague(world))
    post, number = post_of(world, "operator"), sum(map(len, held_by(person).values()))
    if not ending:
        Post.objects.filter(pk=post.pk).update(until=DAY)
    said: list[str] = []

    def work(turn: int) -> None:
        by = User.objects.get(pk=admins[turn].pk)
        try:
            if ending:
                end_post(Post.objects.get(pk=post.pk), until=DAY, by=by, at=NOON, takers=chosen)
            else:
                move_holdings(User.objects.get(pk=person.pk), takers=chosen, by=by, at=NOON)
        except Refused as refusal:
            said.append(refusal.message)

    together(lambda: work(0), lambda: work(1))
    assert held_by(person) == {}
    assert (len(said), len(events("handover.moved"))) == (1, 1)
    assert ("离任" if ending else "可能已由他人移交") in said[0]
    assert (Handover.objects.count(), HandoverLine.objects.count()) == ((1, number) if ending else (0, 0))
