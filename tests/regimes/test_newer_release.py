"""A newer release brings newer editions: they arrive as drafts, and the demo puts them in force (升级)."""

import hashlib
import re
from datetime import date

import pytest

from newmedia_portal.demo.setup import bring_up_to_date
from newmedia_portal.regimes.loader import REGIME_CODES, shipped, shipped_text
from newmedia_portal.regimes.models import EditionRecord, EditionState
from tests.world import NOON, admin


@pytest.fixture
def older(db: None) -> None:
    """Install every edition as the release before had it."""
    for code in REGIME_CODES:
        text = re.sub(r'^version = "\d+"', 'version = "1"', shipped_text(code), count=1, flags=re.MULTILINE)
        EditionRecord.objects.create(
            code=code, version="1", title="旧版", content=text, digest=hashlib.sha256(text.encode()).hexdigest(),
            state=EditionState.PUBLISHED, effective_from=date(2020, 1, 1), created_at=NOON, published_at=NOON,
        )  # fmt: skip


@pytest.mark.usefixtures("older")
def test_the_demo_of_an_older_release_works_under_the_newer_editions_once() -> None:
    admin("sysadmin")

    first, second = bring_up_to_date(at=NOON), bring_up_to_date(at=NOON)

    assert (len(first), second) == (len(REGIME_CODES), [])
    current = {(code, shipped(code).version) for code in REGIME_CODES}
    rows = EditionRecord.objects.values_list("code", "version", "state")
    assert {row for row in rows if row[2] == "published"} == {(*one, "published") for one in current}
    assert {row[1:] for row in rows if row[2] != "published"} == {("1", "retired")}
