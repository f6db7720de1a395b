"""Who signs a post, edition by edition: golden lists for every grade, with and without flags and secrecy review."""

import pytest

from newmedia_portal.regimes.schema import Edition
from reviews.plan import plan_for
from tests.world import World, build

GRADES = ("ordinary", "important", "major")
#: regime -> (topics that call for more, the lists by grade: plain, flagged). Roles in order; @ marks the authority.
GOLDEN: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]] = {
    "soe": (
        ("state_secrets", "outside_rules"),
        dict.fromkeys(GRADES, ("editor head secrecy deputy", "editor head secrecy deputy chief")),
    ),
    "corp": (
        ("company_event", "emergency"),
        dict.fromkeys(GRADES, ("staff head secrecy deputy", "staff head secrecy deputy @director")),
    ),
    "gejiu": (
        ("public_safety", "outside_rules", "current_affairs"),
        {
            "ordinary": ("staff editor secrecy head", "staff editor secrecy head deputy chief"),
            "important": ("staff editor secrecy deputy", "staff editor secrecy deputy chief"),
            "major": ("staff editor secrecy chief", "staff editor secrecy deputy chief"),
        },
    ),
    "taibai": (
        ("state_secrets", "emergency"),
        dict.fromkeys(GRADES, ("liaison head secrecy deputy", "liaison head secrecy deputy")),
    ),
    "jiusan": (
        ("state_secrets", "emergency"),
        dict.fromkeys(GRADES, ("editor head deputy", "editor head deputy")),
    ),
}


def signers(world: World, edition: Edition, grade: str, topics: tuple[str, ...]) -> str:
    """Return the roles of a plan as one line."""
    plan = plan_for(edition, owner=world.owner, importance=grade, topics=topics, lane="ordinary")
    return " ".join(("@" if step.unit == world.authority else "") + step.role for step in plan)


def signer_lists(world: World, edition: Edition) -> dict[str, tuple[str, str]]:
    """Return the lists of all grades, without and with the flagged topics."""
    topics = GOLDEN[world.regime][0]
    return {grade: (signers(world, edition, grade, ()), signers(world, edition, grade, topics)) for grade in GRADES}


@pytest.mark.django_db
@pytest.mark.clause("S0-16.1", "S2-16.1b", "S2-16.1c", "S2-16.1d", "S4-04.1", "S3-12")
@pytest.mark.parametrize("regime", GOLDEN)
def test_the_signers_of_a_post_are_those_of_its_edition_grade_and_topics(regime: str) -> None:
    world = build(regime)

    assert signer_lists(world, world.edition.edition) == GOLDEN[regime][1]


@pytest.mark.django_db
@pytest.mark.clause("S2-16.1d")
@pytest.mark.parametrize("regime", GOLDEN)
def test_without_the_secrecy_review_the_same_people_sign_but_its_reviewer(regime: str) -> None:
    world = build(regime)
    edition = world.edition.edition
    open_edition = edition.model_copy(update={"review": edition.review.model_copy(update={"secrecy_review": False})})

    assert signer_lists(world, open_edition) == {
        grade: (plain.replace(" secrecy", ""), flagged.replace(" secrecy", ""))
        for grade, (plain, flagged) in GOLDEN[regime][1].items()
    }


@pytest.mark.django_db
def test_a_flag_whose_holder_signs_already_adds_nobody() -> None:
    world = build("gejiu")

    assert signers(world, world.edition.edition, "major", ("public_safety",)) == "staff editor secrecy chief"
    assert signers(world, world.edition.edition, "ordinary", ("current_affairs",)) == "staff editor secrecy head"


@pytest.mark.django_db
def test_proofreading_passes_follow_the_tier_named_once_switched_on() -> None:
    world = build("gejiu")
    edition = world.edition.edition
    rules = edition.review_procedure
    assert rules is not None
    switched = rules.model_copy(update={"proofreading": rules.proofreading.model_copy(update={"enabled": True})})
    proofread = edition.model_copy(update={"review_procedure": switched})

    plan = plan_for(proofread, owner=world.owner, importance="ordinary", topics=(), lane="ordinary")

    assert [step.code for step in plan] == [
        "first",
        "proof_one",
        "proof_two",
        "proof_three",
        "second",
        "secrecy",
        "final",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("regime", GOLDEN)
def test_every_step_names_its_article_and_its_limit(regime: str) -> None:
    world = build(regime)

    for lane, hours in (("ordinary", 24), ("fast", 2)):
        plan = plan_for(world.edition.edition, owner=world.owner, importance="major", topics=(), lane=lane)
        assert all(step.article for step in plan)
        assert {step.hours for step in plan} == {hours}
