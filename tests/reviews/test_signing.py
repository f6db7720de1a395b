"""Signing a post: who may not, what an edit voids, what an authorisation is bound to."""

from datetime import timedelta

import pytest

from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.regimes.loader import digest_of
from newmedia_portal.regimes.models import EditionRecord
from reviews import actions
from reviews.actions.submit import Incomplete
from reviews.jobs import escalate, lapse_authorisations
from reviews.models import Authorisation, Post
from tests.reviews.making import (
    account,
    all_lines,
    appoint,
    approve_all,
    decide,
    draft,
    handed_in,
    holder,
    ready,
    run_of,
    staffed,
    waiting,
)
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """The organisation of a regime with three grades, with its reviewers."""
    return staffed(build("gejiu"))


@pytest.mark.clause("S0-16.1", "S2-16.1b")
def test_a_post_becomes_ready_with_the_last_signature_and_not_before(world: World) -> None:
    post = handed_in(world, importance="major")

    states = [post.state]
    while post.state == "review":
        assert not Authorisation.objects.exists()
        post = decide(post)
        states.append(post.state)

    assert states == ["review", "review", "review", "review", "ready"]
    held = post.authorisations.get()
    assert [row["role"] for row in held.signers] == ["staff", "editor", "secrecy", "chief"]
    assert {row["hash"] for row in held.signers} == {held.content_hash} == {post.versions.get().content_hash}
    assert held.account_ids == [account(world).pk]
    assert held.valid_until - held.issued_at == timedelta(days=7)


@pytest.mark.clause("S2-16.1b")
def test_nobody_signs_their_own_post_whatever_posts_they_hold(world: World) -> None:
    appoint(world.person("operator"), world.owner, "staff")
    post = handed_in(world)

    with pytest.raises(Forbidden, match="不能审批自己提交的事项"):
        decide(post, by=world.person("operator"))


def test_who_wrote_along_is_barred_like_the_author(world: World) -> None:
    post = draft(world)
    post = actions.save(
        post,
        values={"summary": "示例摘要"},
        version=post.row_version,
        by=world.person("staff"),
        at=NOON + timedelta(hours=1),
    )
    appoint(world.person("deputy"), world.owner, "staff")
    post = actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)

    with pytest.raises(Forbidden, match="作者不能审核自己的稿件"):
        decide(post, by=world.person("staff"))


def test_one_person_signs_one_tier_only(world: World) -> None:
    appoint(world.person("staff"), world.owner, "editor")
    post = decide(handed_in(world), by=world.person("staff"))

    with pytest.raises(Forbidden, match="同一人不得兼办两个环节"):
        decide(post, by=world.person("staff"))


def test_a_tier_that_does_not_wait_cannot_be_signed(world: World) -> None:
    post = handed_in(world)
    last = run_of(post).steps.order_by("position").last()
    assert last is not None

    with pytest.raises(Conflict):
        actions.decide(post, step_id=last.pk, verb="approve", by=world.person("head"), at=NOON)


def test_a_chain_that_distinct_people_could_not_complete_is_refused_when_handed_in(world: World) -> None:
    for person in ("staff", "editor"):
        world.cast[person].posts.all().delete()
    appoint(world.person("secrecy"), world.owner, "staff")
    appoint(world.person("secrecy"), world.owner, "editor")

    with pytest.raises(Refused, match="同一人不得兼办两个审次.*增加一位"):
        handed_in(world)


def test_who_alone_can_sign_a_later_tier_is_kept_for_it(world: World) -> None:
    appoint(world.person("editor"), world.owner, "staff")
    post = handed_in(world)

    with pytest.raises(Refused, match="您办理这一步之后.*二审"):
        decide(post, by=world.person("editor"))
    assert approve_all(post).state == "ready"


def test_a_tier_nobody_holds_is_named_when_handed_in(world: World) -> None:
    world.cast["secrecy"].posts.all().delete()

    with pytest.raises(Refused, match="“保密审查”目前没有可以办理的保密审查"):
        handed_in(world)


@pytest.mark.clause("S0-16.5")
def test_the_author_cannot_edit_after_the_first_tier_has_signed(world: World) -> None:
    post = decide(handed_in(world))

    with pytest.raises(Refused, match="审核中.*不能直接修改"):
        actions.save(post, values={"title": "换一个"}, version=post.row_version, by=world.person("operator"), at=NOON)
    with pytest.raises(Conflict, match="已有环节办理"):
        actions.withdraw(post, reason="想改", by=world.person("operator"), at=NOON)


def test_a_reviewers_correction_voids_every_signature_where_the_edition_says_so(world: World) -> None:
    post = decide(handed_in(world))
    step = waiting(post)

    post = actions.revise(
        post, step_id=step.pk, values={"title": "改后的标题"}, note="标题不准确", by=holder(post, step), at=NOON
    )

    assert waiting(post).code == "first"
    post = approve_all(post)
    held = post.authorisations.get()
    assert held.content_hash == post.versions.get(number=2).content_hash
    assert {row["hash"] for row in held.signers} == {held.content_hash}
    assert Decision.objects.filter(verb="approve", run=run_of(post)).count() == 5


def test_an_edition_may_let_earlier_signatures_stand(world: World) -> None:
    text = world.edition.content.replace('edit_voids = "all"', 'edit_voids = "later"')
    text = text.replace('version = "1"', 'version = "9"', 1)
    EditionRecord.objects.create(
        code="gejiu", version="9", title="示例", content=text, digest=digest_of(text), state="published",
        created_at=NOON, published_at=NOON,
    )  # fmt: skip
    post = decide(handed_in(world))
    step = waiting(post)

    post = actions.revise(post, step_id=step.pk, values={"title": "改"}, note="示例", by=holder(post, step), at=NOON)

    assert waiting(post).code == "second"
    post = approve_all(post)
    assert [row["code"] for row in post.authorisations.get().signers] == ["first", "second", "secrecy", "final"]


def test_sent_back_to_a_passed_tier_the_tiers_after_it_sign_again(world: World) -> None:
    post = decide(decide(decide(handed_in(world))))
    step = waiting(post)

    post = decide(post, "send_back", to_code="second", opinion="请核实时间")

    assert waiting(post).code == "second"
    codes = [s.code for s in run_of(post).steps.filter(state__in=["waiting", "active"])]
    assert codes == ["second", "secrecy", "final"]
    assert step.code == "final"
    assert approve_all(post).state == "ready"


def test_sent_back_with_the_straight_way_it_returns_to_who_sent_it(world: World) -> None:
    post = decide(decide(decide(handed_in(world))))

    post = decide(post, "send_back", to_code="first", straight=True, opinion="请核实时间")

    codes = [s.code for s in run_of(post).steps.filter(state__in=["waiting", "active"])]
    assert codes == ["first", "final"]
    assert approve_all(post).state == "ready"


@pytest.mark.clause("S0-09.1", "S2-09.1", "S2-10.2")
def test_agreeing_needs_every_line_of_the_checklist(world: World) -> None:
    post = handed_in(world)
    answers = all_lines(post, waiting(post))
    answers["line_7"] = False

    with pytest.raises(Refused, match="“七条底线”还有 1 项没有确认:信息真实性底线"):
        decide(post, answers=answers)
    assert waiting(post).code == "first"

    decide(post)
    assert sorted(post.answers.values_list("checklist", flat=True)) == ["bottom_lines", "content"]


def test_altering_a_ready_post_voids_its_authorisation(world: World) -> None:
    post = ready(world)

    post = actions.reopen(post, reason="时间有变", by=world.person("operator"), at=NOON)

    assert post.state == "returned"
    assert [held.state for held in post.authorisations.all()] == ["void"]
    assert run_of(post).state == "voided"


def test_an_authorisation_lapses_after_its_period_and_the_post_goes_back(world: World) -> None:
    post = ready(world)

    early = lapse_authorisations(at=NOON + timedelta(days=7))
    late = lapse_authorisations(at=NOON + timedelta(days=7, seconds=1))
    again = lapse_authorisations(at=NOON + timedelta(days=8))

    post.refresh_from_db()
    assert (early.cleared, late.cleared, again.cleared) == (0, 1, 0)
    assert (post.state, post.authorisations.get().state) == ("returned", "lapsed")


def test_a_step_over_its_time_is_told_upwards_once(world: World) -> None:
    post = handed_in(world)

    counts = [escalate(at=NOON + timedelta(hours=hours)).flagged for hours in (24, 25, 26)]

    assert counts == [0, 1, 0]
    told = world.person("chief").notices.filter(kind="post.late")
    assert [notice.title for notice in told] == [
        f"审核超时:{post}停在“一审(编辑)”".replace("(", "（").replace(")", "）")
    ]


@pytest.mark.clause("S1-3.2.2", "S1-3.3.4")
def test_a_frozen_topic_needs_the_release_of_the_department() -> None:
    world = staffed(build("corp"))
    director = world.person("director")
    actions.freeze_topic(
        world.authority, name="示例突发事件", topic="", words=["读书活动"], wording="以公司通报为准",
        reason="统一口径", by=director, at=NOON,
    )  # fmt: skip

    post = approve_all(handed_in(world))

    signers = [(row["role"], row["unit"]) for row in post.authorisations.get().signers]
    assert signers[-1] == ("director", str(world.authority))


def test_a_topic_frozen_while_a_post_is_under_way_still_needs_its_release() -> None:
    world = staffed(build("corp"))
    post = decide(decide(handed_in(world)))
    actions.freeze_topic(
        world.authority, name="示例突发事件", topic="", words=["读书活动"], wording="", reason="统一口径",
        by=world.person("director"), at=NOON,
    )  # fmt: skip

    post = approve_all(post)

    assert [row["role"] for row in post.authorisations.get().signers] == [
        "staff",
        "head",
        "secrecy",
        "deputy",
        "director",
    ]


def test_what_is_missing_is_told_in_one_go(world: World) -> None:
    post = draft(world, title="", accounts=[], source={"is_original": False})

    with pytest.raises(Incomplete) as caught:
        actions.submit(post, version=post.row_version, by=world.person("operator"), at=NOON)

    fields = [problem.field for problem in caught.value.problems]
    assert fields[:6] == ["title", "accounts", "source_name", "author", "original_title", "editor_name"]
    assert Post.objects.get(pk=post.pk).state == "draft"
