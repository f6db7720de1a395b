"""Taking a ledger back: what only follows from an account goes with it, what was published keeps it."""

import pytest

from accounts.ledger.undo import undo
from accounts.models import MediaAccount
from assessments import facts
from assessments.actions.items.tell import tell
from assessments.models import AccountActivity
from newmedia_portal.core.refusals import Refused
from tests.accounts.ledger.test_import import imported, ledger
from tests.assessments.items.making import source, told
from tests.world import NOON, build

pytestmark = pytest.mark.django_db


def test_the_standing_of_an_account_goes_with_it():
    world = build()
    batch, _ = imported(world, ledger({}, {}))
    facts.refresh(MediaAccount.objects.all())

    undo(batch, by=world.cast["registrar"], at=NOON, reason="传错文件")

    assert (MediaAccount.objects.count(), AccountActivity.objects.count()) == (0, 0)


def test_an_account_of_which_an_item_is_known_stays():
    world = build()
    batch, _ = imported(world, ledger({}))
    tell([told(MediaAccount.objects.get())], source())

    with pytest.raises(Refused, match="发布记录"):
        undo(batch, by=world.cast["registrar"], at=NOON, reason="传错文件")
    assert MediaAccount.objects.count() == 1
