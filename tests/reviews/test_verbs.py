"""Verbs on posts: what is asked of others comes back, and what was signed is taken back before anything went out."""

from datetime import timedelta

import pytest

from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.consulting import Asked
from reviews import actions
from reviews.models import Authorisation
from reviews.states import PostState
from tests.filings.pages import client_of
from tests.reviews.making import all_lines, decide, handed_in, holder, staffed, waiting
from tests.world import NOON, World, admin, build, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """An organisation with everybody whom the editions name."""
    return staffed(build("gejiu"))


def test_an_opinion_comes_back_to_who_asked_and_may_be_taken_back_meanwhile(world: World) -> None:
    post, deputy = handed_in(world), world.person("deputy")
    first = holder(post)
    said = {"by": first, "at": NOON, "reason": "请看标题"}
    actions.delegate(post, step_id=waiting(post).pk, to=deputy, **said)
    with pytest.raises(Refused, match="请您提出意见"):
        actions.decide(post, step_id=waiting(post).pk, verb="approve", by=deputy, at=NOON)
    actions.decide(post, step_id=waiting(post).pk, verb="opine", by=deputy, at=NOON, opinion="可以")
    assert waiting(post).holder == first
    page = client_of(deputy).get(f"/reviews/{post.pk}/").content.decode()
    assert 'data-testid="open-recall"' in page
    actions.recall(post, reason="补充", by=deputy, at=NOON)
    assert (waiting(post).kind, list(chain.holders(waiting(post)))) == ("opinion", [deputy])


def test_a_joint_signature_does_not_stand_for_a_tier(world: World) -> None:
    post = handed_in(world)
    people = [user(f"gejiu-signer{number}", world.owner, "observer") for number in range(2)]
    first = holder(post)
    code = waiting(post).code
    said = {"by": first, "at": NOON, "reason": ""}
    actions.add_signers(post, step_id=waiting(post).pk, asked=Asked(people), after=False, **said)
    for person in people:
        actions.decide(post, step_id=waiting(post).pk, verb="approve", by=person, at=NOON)
    step = waiting(post)
    assert (step.code, step.holder) == (code, first)
    actions.decide(post, step_id=step.pk, verb="approve", by=first, at=NOON, answers=all_lines(post, step))
    assert waiting(post).code != code


def test_an_authorisation_is_taken_back_before_it_is_published_and_given_anew(world: World) -> None:
    post = handed_in(world)
    while post.state == PostState.REVIEW:
        signer = holder(post)
        post = decide(post, by=signer)
    late = NOON + timedelta(days=20)
    with pytest.raises(Refused, match="办结后 3 个工作日内收回（本地设定）"):
        actions.take_back(post, reason="看错", by=signer, at=late)
    with pytest.raises(Forbidden):
        actions.take_back(post, reason="看错", by=world.person("operator"), at=NOON)
    post = actions.take_back(post, reason="看错", by=signer, at=NOON)
    assert (post.state, [row.state for row in post.authorisations.all()]) == (PostState.REVIEW, ["void"])
    post = decide(post, by=signer)
    assert (post.state, Authorisation.objects.filter(post=post, state="valid").count()) == (PostState.READY, 1)


def test_an_administrator_ends_a_review_and_nobody_else(world: World) -> None:
    post = handed_in(world)
    with pytest.raises(Forbidden):
        actions.terminate(post, reason="单位撤销", by=world.person("director"), at=NOON)
    post = actions.terminate(post, reason="单位撤销", by=admin("sysadmin"), at=NOON)
    assert (post.state, chain.open_run_of(post)) == (PostState.TERMINATED, None)
    with pytest.raises(Conflict):
        actions.terminate(post, reason="再来", by=user("gejiu-x", world.owner, "staff"), at=NOON)
