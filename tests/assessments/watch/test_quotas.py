"""Weeks and months in which too little was published: counted, warned of, taken back."""

from datetime import date

import pytest

from assessments.models import MissedQuota
from tests.world import build

from .making import account, every, night, publish, standing

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def soe():
    return build("soe")


@pytest.mark.clause("S3-11.1")
def test_a_week_without_an_item_is_missed_in_the_county():
    taibai = build("taibai")
    one = account(taibai.owner)
    publish(one, *every(6, date(2026, 8, 3), date(2026, 11, 7)), known=(date(2026, 1, 5), date(2026, 11, 15)))
    night(date(2026, 11, 16))
    missed = MissedQuota.objects.get()
    assert (missed.start_on, missed.required, missed.actual, missed.in_principle) == (date(2026, 11, 9), 1, 0, False)
    assert (missed.article, missed.when, missed.words) == (
        "第十一条第1项",
        "2026-11-09 起的一周",
        "应发 1 条,实发 0 条",
    )
    assert standing(one).level == "reminder"


@pytest.mark.clause("S0-10.1")
def test_one_item_a_week_is_too_few_where_two_are_asked_and_only_warned_of_in_principle(soe):
    one = account(soe.owner)
    publish(one, *every(7, date(2026, 8, 3), date(2026, 11, 16)), known=(date(2026, 1, 5), date(2026, 11, 19)))
    night(FRIDAY)
    missed = MissedQuota.objects.filter(account=one)
    # Thirteen weeks, without the one of National Day, which has two working days and the Saturday.
    assert {row.required for row in missed} == {2}
    assert {row.in_principle for row in missed} == {True}
    assert date(2026, 9, 28) in {row.start_on for row in missed}
    assert standing(one).level == "reminder"
    assert standing(one).sentence == "2026-11-09 起的一周:原则上应发 2 条,实发 1 条。第十条第一款。"


@pytest.mark.clause("S2-10.1")
def test_a_month_markedly_below_what_the_platform_allows_is_missed_by_government_accounts_only():
    gejiu = build("gejiu")
    own, other = (account(gejiu.owner, f"示例{kind}", account_class=kind) for kind in ("gov", "nongov"))
    own.platform.pushes_per_month = 30
    own.platform.save()
    for one in (own, other):
        publish(one, *every(3, date(2026, 9, 1), date(2026, 10, 31)), known=(date(2026, 1, 5), date(2026, 10, 31)))
    night(date(2026, 11, 2))
    rows = MissedQuota.objects.order_by("start_on").values_list("account", "start_on", "required", "actual")
    assert [row for row in rows if row[1] >= date(2026, 9, 1)] == [
        (own.pk, date(2026, 9, 1), 15, 10),
        (own.pk, date(2026, 10, 1), 15, 11),
    ]
    assert (standing(own).level, standing(other).level) == ("reminder", "active")


def test_a_missed_week_is_taken_back_when_late_data_shows_otherwise(soe):
    one = account(soe.owner)
    publish(one, *every(3, date(2026, 8, 3), date(2026, 11, 8)), known=(date(2026, 1, 5), date(2026, 11, 15)))
    night(date(2026, 11, 16))
    assert [(str(row.start_on), row.cleared_on) for row in MissedQuota.objects.all()] == [("2026-11-09", None)]
    publish(one, date(2026, 11, 10), date(2026, 11, 12), at=date(2026, 11, 17), mark="迟")
    night(date(2026, 11, 17))
    assert MissedQuota.objects.get().cleared_on == date(2026, 11, 17)
