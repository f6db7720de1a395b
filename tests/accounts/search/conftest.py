"""The organisation of these tests knows the shipped platforms with the patterns of their links."""

import pytest

from accounts.actions.platforms import seed_platforms
from tests.world import NOON, World, build


@pytest.fixture
def world(db: None) -> World:
    """Return an organisation whose platforms recognise links."""
    seed_platforms(by=None, at=NOON)
    return build("taibai")
