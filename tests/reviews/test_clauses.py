"""What single clauses ask of a post: lines that a reviewer must confirm, source fields, flags, licence."""

import pytest

from newmedia_portal.core.refusals import Refused
from reviews import actions
from reviews.actions.submit import Incomplete
from tests.reviews.making import account, all_lines, approve_all, chain_of, decide, draft, handed_in, staffed, waiting
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


def written(world: World) -> dict[str, object]:
    """Say who writes: in the county the liaison reviews first, so an editor of the unit writes."""
    return {"by": world.person("staff")} if world.regime == "taibai" else {}


@pytest.mark.parametrize(
    ("regime", "line"),
    [
        pytest.param("soe", "content_2", marks=pytest.mark.clause("S0-10.2")),
        pytest.param("soe", "content_3", marks=pytest.mark.clause("S0-11")),
        pytest.param("soe", "content_4", marks=pytest.mark.clause("S0-12")),
        pytest.param("soe", "content_5", marks=pytest.mark.clause("S0-16.3")),
        pytest.param("corp", "content_1", marks=pytest.mark.clause("S1-3.2.1")),
        pytest.param("corp", "secrecy_2", marks=pytest.mark.clause("S1-3.2.3")),
        pytest.param("gejiu", "content_2", marks=pytest.mark.clause("S2-10.2")),
        pytest.param("gejiu", "content_3", marks=pytest.mark.clause("S2-11")),
        pytest.param("gejiu", "content_4", marks=pytest.mark.clause("S2-12")),
        ("gejiu", "content_5"),
        pytest.param("taibai", "content_2", marks=pytest.mark.clause("S3-11.2")),
        pytest.param("taibai", "content_3", marks=pytest.mark.clause("S3-19.1")),
        pytest.param("jiusan", "content_2", marks=pytest.mark.clause("S4-08")),
    ],
)
def test_nobody_agrees_without_having_confirmed_the_line_of_the_clause(regime: str, line: str) -> None:
    world = staffed(build(regime))
    post = handed_in(world, **written(world))
    while line not in all_lines(post, waiting(post)):
        post = decide(post)
    answers = all_lines(post, waiting(post))

    with pytest.raises(Refused, match="还有 1 项没有确认"):
        decide(post, answers={**answers, line: False})
    decide(post, answers=answers)
    kept = [row["code"] for answers in post.answers.values_list("lines", flat=True) for row in answers]
    assert line in kept


@pytest.mark.parametrize(
    "regime",
    [
        pytest.param("soe", marks=pytest.mark.clause("S0-09.2")),
        pytest.param("gejiu", marks=pytest.mark.clause("S2-09.2")),
    ],
)
@pytest.mark.parametrize("topic", ["state_secrets", "public_safety", "stability"])
def test_a_sensitive_topic_lifts_the_post_to_the_head_of_the_unit(regime: str, topic: str) -> None:
    world = staffed(build(regime))

    plain, flagged = handed_in(world), handed_in(world, topics=[topic])

    assert "extra_sensitive/chief" not in chain_of(plain)
    assert chain_of(flagged)[-1] == "extra_sensitive/chief"


@pytest.mark.parametrize(
    "regime",
    [
        pytest.param("soe", marks=pytest.mark.clause("S0-16.4")),
        pytest.param("gejiu", marks=pytest.mark.clause("S2-16.2b")),
    ],
)
def test_what_lies_outside_the_rules_needs_its_reason_and_the_leader_in_charge(regime: str) -> None:
    world = staffed(build(regime))
    with pytest.raises(Incomplete, match="规定范围以外的信息须写明报批事由"):
        handed_in(world, topics=["outside_rules"])

    post = approve_all(handed_in(world, topics=["outside_rules"], special_reason="示例事由"))

    assert "deputy" in [row["role"] for row in post.authorisations.get().signers]


@pytest.mark.parametrize(
    ("regime", "fields"),
    [
        pytest.param("soe", {"source_name"}, marks=pytest.mark.clause("S0-12")),
        pytest.param(
            "gejiu", {"source_name", "author", "original_title", "editor_name"}, marks=pytest.mark.clause("S2-12")
        ),
    ],
)
def test_a_reprint_without_its_source_is_not_handed_in(regime: str, fields: set[str]) -> None:
    world = staffed(build(regime))
    post = draft(world, source={"is_original": False})

    with pytest.raises(Incomplete) as caught:
        actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)

    missing = {problem.field: problem.article for problem in caught.value.problems if problem.field in fields}
    assert missing == dict.fromkeys(fields, "第十二条")


@pytest.mark.clause("S2-09.3")
def test_current_affairs_on_an_account_without_a_licence_are_stopped_by_the_pre_check() -> None:
    world = staffed(build("gejiu"))
    bare = account(world, name="示例非政务号")
    type(bare).objects.filter(pk=bare.pk).update(account_class="nongov")
    post = draft(world, accounts=[bare.pk], topics=["current_affairs"])

    with pytest.raises(Incomplete) as caught:
        actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)
    type(bare).objects.filter(pk=bare.pk).update(licence_no="示例许可1号")

    assert [problem.article for problem in caught.value.problems] == ["第九条第三款"]
    fresh = actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)
    assert fresh.state == "review"


@pytest.mark.clause("S1-3.2.1")
def test_the_class_of_content_is_one_of_the_editions() -> None:
    world = staffed(build("corp"))
    post = draft(world, content_class="")

    with pytest.raises(Incomplete, match="请选择内容类别"):
        actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)
