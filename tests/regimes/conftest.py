"""People and editions for the tests of this app."""

from datetime import UTC, datetime

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.regimes.actions import sync_shipped
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.vocabulary import REGIME_CODES

NOON = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def shipped(db, now) -> dict[str, EditionRecord]:
    """The five shipped editions, published."""
    sync_shipped(at=now)
    return {code: EditionRecord.objects.get(code=code) for code in REGIME_CODES}


@pytest.fixture
def admin(db) -> User:
    return User.objects.create(username="sysadmin", full_name="张某一", instance_role="sysadmin")


@pytest.fixture
def reader(db) -> User:
    return User.objects.create(username="reader", full_name="李某二")
