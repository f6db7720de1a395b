"""The importance of a post: raised by any reviewer, lowered with reason by one entitled, never by its author."""

import pytest

from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.workflow import chain
from reviews import actions
from tests.reviews.making import approve_all, decide, handed_in, holder, staffed, waiting
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """The organisation of a regime with three grades, with its reviewers."""
    return staffed(build("gejiu"))


@pytest.mark.clause("S2-16.1c")
def test_any_reviewer_may_raise_the_importance_and_the_final_signer_follows(world: World) -> None:
    post = decide(handed_in(world))

    post = actions.grade(post, importance="major", reason="", by=holder(post), at=NOON)
    post = approve_all(post)

    assert [row["role"] for row in post.authorisations.get().signers] == ["staff", "editor", "secrecy", "chief"]
    assert [(row.before, row.after) for row in post.gradings.all()] == [("ordinary", "major")]


@pytest.mark.clause("S2-16.1c")
def test_raising_at_the_last_tier_takes_it_out_of_the_hands_of_its_holder(world: World) -> None:
    post = handed_in(world)
    for _ in range(3):
        post = decide(post)
    assert waiting(post).role == "head"

    post = actions.grade(post, importance="important", reason="", by=world.person("head"), at=NOON)

    assert waiting(post).role == "deputy"
    with pytest.raises(Forbidden):
        decide(post, by=world.person("head"))


@pytest.mark.clause("S2-16.1c")
@pytest.mark.parametrize(
    ("who", "reason", "message"),
    [
        ("editor", "示例理由", "只能由.*调低"),
        ("deputy", "", "须写明理由"),
        ("operator", "示例理由", "作者不能调整"),
        ("outsider", "示例理由", "只能由.*调低"),
    ],
)
def test_lowering_needs_a_reason_and_one_entitled(world: World, who: str, reason: str, message: str) -> None:
    post = decide(handed_in(world, importance="major"))

    with pytest.raises(Refused, match=message):
        actions.grade(post, importance="ordinary", reason=reason, by=world.person(who), at=NOON)

    post.refresh_from_db()
    assert post.importance == "major"


def test_an_entitled_leader_lowers_it_with_a_reason(world: World) -> None:
    post = decide(handed_in(world, importance="major"))

    post = actions.grade(post, importance="ordinary", reason="属日常工作", by=world.person("deputy"), at=NOON)

    assert [row["role"] for row in approve_all(post).authorisations.get().signers][-1] == "head"


def test_the_author_cannot_undo_what_a_reviewer_raised(world: World) -> None:
    post = actions.grade(handed_in(world), importance="major", reason="", by=world.person("staff"), at=NOON)
    post = decide(post, "return", opinion="示例")

    with pytest.raises(Refused, match="作者不能自行调低"):
        actions.save(
            post, values={"importance": "ordinary"}, version=post.row_version, by=world.person("operator"), at=NOON
        )


@pytest.mark.clause("S2-16.1c")
def test_a_tier_that_the_raised_importance_no_longer_asks_for_cannot_be_sent_back_to(world: World) -> None:
    post = handed_in(world, topics=["outside_rules"], special_reason="示例事由")
    for _ in range(4):
        post = decide(post)
    run = chain.open_run_of(post)
    assert run is not None
    head = run.steps.get(role="head", state="done")
    assert waiting(post).role == "deputy"

    post = actions.grade(post, importance="important", reason="", by=holder(post), at=NOON)
    with pytest.raises(Refused, match="现在仍须办理"):
        decide(post, verb="send_back", to_code=head.code, opinion="示例退回")
    post = decide(post, verb="send_back", to_code="first", opinion="示例退回")

    laid = [step.role for step in chain.open_run_of(post).steps.filter(state__in=["active", "waiting"])]  # type: ignore[union-attr]
    assert laid == ["staff", "editor", "secrecy", "deputy"]
