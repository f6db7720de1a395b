"""An order to end an account opens the closing meant for it, and the way ends in the register (责令关闭)."""

import pytest

from accounts.groups.actions import clean
from accounts.models import Platform
from assessments.actions import enforcement as actions
from filings import actions as filings
from filings.actions.papers import add_paper
from filings.content import kind_of
from tests.filings.making import answers, approved, upload
from tests.world import NOON, build

from .making import delivered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("regime", "opening", "measure", "variant"),
    [
        pytest.param("soe", "standard", "order_close", "standard", marks=pytest.mark.clause("S0-21")),
        ("soe", "staff", "order_close", "staff"),
        pytest.param("corp", "standard", "order_close", "standard", marks=pytest.mark.clause("S1-3.3.3c")),
        pytest.param("gejiu", "standard", "order_close", "standard", marks=pytest.mark.clause("S2-21.1")),
        pytest.param("gejiu", "nongov", "order_close", "nongov", marks=pytest.mark.clause("S2-08.2")),
        pytest.param("taibai", "standard", "order_close", "standard", marks=pytest.mark.clause("S3-24")),
        pytest.param("jiusan", "group_long", "group_close", "group_long", marks=pytest.mark.clause("S4-06.3")),
        pytest.param("jiusan", "group_temp", "group_close", "group_temp", marks=pytest.mark.clause("S4-06.3")),
    ],
)
def test_an_order_opens_the_closing_of_the_variant_and_is_over_when_the_register_says_so(
    regime, opening, measure, variant
):
    world = build(regime)
    Platform.objects.filter(code__in=("wechat_group", "qq_group")).update(is_group=True)
    if opening == "nongov":
        world.owner.kind = "company"
        world.owner.save()
    account = approved(world, "open", opening).account
    case = delivered(world, measure, account=account)
    closing, by = case.closing, world.person("operator")
    assert (closing.kind, closing.variant) == ("close", variant)
    assert case.number in closing.data.get("close_reason", case.number)
    for use in kind_of(closing).papers:
        add_paper(closing, paper=use.code, upload=upload(use.code), by=by, at=NOON)
    if measure == "group_close":
        clean_up(account, by)
    said = answers(closing, NOON.date())
    closing = filings.save_task(closing, answers=said, team=None, version=closing.version, by=by, at=NOON)
    world.approve_all(filings.submit(closing, version=closing.version, by=by, at=NOON))
    account.refresh_from_db()
    assert account.state == "closed"
    case = actions.answer(case, text="已关闭并备案。", by=by, at=NOON)
    assert actions.close(case, result="已关闭。", by=world.person("registrar"), at=NOON).state == "closed"


def clean_up(account, by):
    clean(account.group, ["content", "archive", "members", "dissolved"], by=by, at=NOON)
