"""No path leads to 可发布 without every required signature: many random steps, judged by an oracle written apart."""

import os

import pytest

from tests.reviews.test_plan import GOLDEN
from tests.reviews.walking import start
from tests.world import build

#: Steps over all editions; `WALK_STEPS=50000` is the long run.
STEPS = int(os.environ.get("WALK_STEPS", "600"))


@pytest.mark.django_db
@pytest.mark.clause("S0-16.1", "S0-16.5", "S2-16.1b", "S3-12")
@pytest.mark.parametrize("regime", GOLDEN)
def test_nothing_may_be_published_without_every_signature(regime: str) -> None:
    walk = start(build(regime), seed=20260918)

    for _ in range(STEPS // len(GOLDEN)):
        walk.take()

    assert walk.ready >= walk.steps // 250
    assert walk.refused >= walk.steps // 10
    assert {"submit", "agree", "send_back"} <= set(walk.done)
    assert len(walk.done) >= 6
