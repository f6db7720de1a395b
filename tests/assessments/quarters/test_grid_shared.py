"""The grid of hand scores under two pairs of hands (人工评分): nothing of a colleague is overwritten unseen."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import HandScore

from .making import county, entry, give

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all pages be looked at on 9 October 2026."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 9, 5, tzinfo=UTC))


def test_a_grid_opened_before_a_colleague_saved_overwrites_nothing() -> None:
    made = county()
    quarter = made.reviewed()
    client, owner = Client(), entry(quarter, made.world.owner)
    client.force_login(made.world.person("registrar"))
    name = f"s-{owner.pk}-building"
    give(quarter, made.world, building=60)

    untouched = client.post("/assessments/2026Q3/scores/", {name: "", f"was-{name}": ""})
    kept = HandScore.objects.get(entry=owner).value
    stale = client.post("/assessments/2026Q3/scores/", {name: "85", f"was-{name}": ""})

    assert (untouched.status_code, kept) == (302, 60)
    assert (stale.status_code, HandScore.objects.get(entry=owner).value) == (409, 60)
    assert "改为 60" in stale.content.decode()
    assert f'name="{name}" value="85"' in stale.content.decode()
