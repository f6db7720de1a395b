"""Standing in for somebody: by the day, by post, on record, and never round the rules."""

from datetime import date, timedelta

import pytest

from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Substitution
from newmedia_portal.core.workflow.substitutions import end_substitution, substitute, turn_over
from tests.core.ground import AT, again
from tests.core.workflow.conftest import Office

TODAY = date(2026, 9, 18)


def stand_in(office: Office, **own: object) -> Substitution:
    """Let the outsider stand in for the head from today on."""
    values = {"by_whom": office.outsider, "role": "", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=3)}
    values |= {"reason": "示例出差", "by": office.head, "at": AT}
    return substitute(office.head, **{**values, **own})  # type: ignore[arg-type]


def test_a_substitute_decides_and_the_record_names_both(office: Office) -> None:
    stand_in(office)
    run = office.submit().decision.run

    result = office.decide(run, again(office.outsider))

    assert (result.decision.by, result.decision.for_user) == (office.outsider, office.head)
    assert result.next_step is not None


def test_what_waits_for_the_absent_person_waits_for_the_substitute_too(office: Office) -> None:
    run = office.submit().decision.run
    step = chain.current_step(run)
    assert step is not None
    assert not chain.waiting_for(office.outsider).exists()

    stand_in(office)

    assert list(chain.waiting_for(office.outsider)) == [step]
    assert set(chain.holders(step)) == {office.head, office.second_head, office.outsider}


def test_a_substitution_of_another_post_does_not_count(office: Office) -> None:
    stand_in(office, role="chief")
    run = office.submit().decision.run

    assert not chain.waiting_for(office.outsider).exists()
    with pytest.raises(Forbidden):
        office.decide(run, again(office.outsider))


def test_it_begins_and_ends_by_the_day(office: Office) -> None:
    row = stand_in(office, starts_on=TODAY + timedelta(days=2), ends_on=TODAY + timedelta(days=3))
    seen = [row.state]
    for days in (1, 2, 2, 3, 4, 5):
        turn_over(on=TODAY + timedelta(days=days), at=AT + timedelta(days=days))
        row.refresh_from_db()
        seen.append(row.state)

    assert seen == ["planned", "planned", "running", "running", "running", "ended", "ended"]


def test_after_its_last_day_it_decides_nothing_even_before_the_job_has_run(office: Office) -> None:
    stand_in(office)
    run = office.submit().decision.run
    step = chain.current_step(run)
    assert step is not None

    with pytest.raises(Forbidden):
        chain.decide(run, step_id=step.pk, verb="approve", by=again(office.outsider), at=AT + timedelta(days=4))


def test_nobody_decides_their_own_matter_through_a_substitution(office: Office) -> None:
    stand_in(office, by_whom=office.operator)
    run = office.submit().decision.run

    with pytest.raises(Forbidden, match="不能审批自己提交的事项"):
        office.decide(run, again(office.operator))


def test_the_author_cannot_send_a_substitute(office: Office) -> None:
    stand_in(office)
    step_plan = office.plan()
    run = chain.open_run(
        office.subject, plan=step_plan, edition_ref="test/1", content_hash="c" * 64, by=office.head, at=AT
    ).decision.run

    with pytest.raises(Forbidden, match="不能审批自己提交的事项"):
        office.decide(run, again(office.outsider))


@pytest.mark.parametrize(
    ("own", "error", "message"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, Refused, "结束日期不能早于开始日期"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}, Refused, "已经过去"),
        ({"ends_on": TODAY + timedelta(days=92)}, Refused, "最长 92 天"),
        ({"reason": " "}, Refused, "请填写代理事由"),
        ({"role": "emperor"}, Refused, "请选择要代理的岗位"),
    ],
)
def test_an_unfit_period_is_refused_with_its_remedy(
    office: Office, own: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        stand_in(office, **own)
    assert not Substitution.objects.exists()


def test_nobody_arranges_it_for_others_and_two_at_once_are_refused(office: Office) -> None:
    with pytest.raises(Forbidden):
        stand_in(office, by=office.outsider)
    with pytest.raises(Refused, match="本人代理本人"):
        stand_in(office, by_whom=office.head)
    stand_in(office)
    with pytest.raises(Conflict, match="已经登记了代理人"):
        stand_in(office, by_whom=office.chief)


def test_it_can_be_ended_by_both_and_by_nobody_else(office: Office) -> None:
    row = stand_in(office)

    with pytest.raises(Forbidden):
        end_substitution(row, by=office.chief, at=AT)
    end_substitution(row, by=office.outsider, at=AT)

    row.refresh_from_db()
    assert row.state == "ended"
    assert not chain.waiting_for(office.outsider).exists()
