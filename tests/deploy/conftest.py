"""The arrangement that the long tests share (多机部署)."""

from collections.abc import Iterator

import pytest

from .house import House, housed
from .servers import missing_packages


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Build the arrangement once; without its programs the tests fail and name the packages."""
    lacking = " ".join(missing_packages())
    if lacking:
        pytest.fail(f"needs the Debian packages {lacking}: apt-get install {lacking}", pytrace=False)
    with housed() as made:
        yield made
