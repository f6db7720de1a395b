"""One organisation with its cast for all tests of lexicons."""

import pytest

from tests.reviews.making import staffed
from tests.world import World, build


@pytest.fixture
def world(db) -> World:
    """The organisation of a regime with three grades, with its reviewers."""
    return staffed(build("gejiu"))
