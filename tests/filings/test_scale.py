"""The synthetic load: as much as asked for, the same for the same seed, and never into a portal in use."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import MediaAccount, NameRecord
from filings.management.scale.data import TODAY, Load, fill
from filings.models import Filing, Obligation
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.workdays import working_days
from tests.core.ground import unit

pytestmark = pytest.mark.django_db


def content() -> list[tuple[object, ...]]:
    """Return what was made, without keys."""
    accounts = MediaAccount.objects.order_by("pk").values_list("name", "handle", "unit__code", "state", "opened_on")
    owed = Obligation.objects.order_by("pk").values_list("label", "unit__code", "due_on", "state", "filing__number")
    return [*accounts, *owed]


def test_the_load_has_the_rows_asked_for_and_every_account_its_name():
    call_command("scale_data", accounts=300, filings=500, units=100, verbosity=0)
    city = Unit.objects.below(Unit.objects.get(name="示例市").path)
    assert (Unit.objects.count(), city.count()) == (100, 70)
    numbers = [model.objects.count() for model in (MediaAccount, NameRecord, Filing, Obligation)]
    assert numbers == [300, 300, 500, 500]
    assert Obligation.objects.filter(state="open").count() == 100
    account = MediaAccount.objects.order_by("pk").last()
    assert account.names.get().name == account.name


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    fill(Load(accounts=50, filings=80, units=60, seed=3))
    first = content()
    for model in (Obligation, Filing, NameRecord, MediaAccount):
        model.objects.all().delete()
    fill(Load(accounts=50, filings=80, units=60, seed=3))
    assert content() == first
    for model in (Obligation, Filing, NameRecord, MediaAccount):
        model.objects.all().delete()
    fill(Load(accounts=50, filings=80, units=60, seed=4))
    assert content() != first


def test_what_is_ahead_is_the_newest_and_falls_due_on_working_days():
    fill(Load(accounts=50, filings=1000, units=60))
    ahead = Obligation.objects.filter(due_on__gte=TODAY).order_by("pk")
    rows = list(ahead.values_list("state", "remind_on", "due_on"))
    calendar = working_days.current()
    assert [(state, calendar.is_workday(due_on)) for state, _, due_on in rows] == [("open", True)] * 4
    assert [calendar.workdays_between(remind_on, due_on) for _, remind_on, due_on in rows] == [3] * 4
    assert not Obligation.objects.filter(pk__gt=ahead.first().pk, state="open", due_on__lt=TODAY).exists()


def test_a_second_load_is_added_to_the_first():
    fill(Load(accounts=40, filings=40, units=60))
    fill(Load(accounts=25, filings=0, units=60))
    assert (Unit.objects.count(), MediaAccount.objects.count(), Filing.objects.count()) == (60, 65, 40)
    assert MediaAccount.objects.values("handle").distinct().count() == 65


def test_a_portal_in_use_is_left_alone():
    unit("示例单位")
    with pytest.raises(CommandError, match="只能写入空库"):
        call_command("scale_data", accounts=10)
    assert MediaAccount.objects.count() == 0


def test_numbers_below_nothing_are_refused():
    with pytest.raises(CommandError, match="不能为负"):
        call_command("scale_data", accounts=-1)
