"""The timeline out of the audit log: newest first, the system's own steps too, changes of state in words."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.actions.organisation import rename_unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.timeline import merged, timeline_of
from tests.filings.making import submitted
from tests.world import NOON, World, admin, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build("gejiu")


def test_the_newest_event_stands_first_with_who_and_what_moved(world: World) -> None:
    sysadmin = admin("sysadmin")
    rename_unit(world.owner, name="示例新局", by=sysadmin, at=NOON, reason="机构改革")
    record("unit.changed", by=None, at=NOON + timedelta(hours=1), obj=world.owner)

    events = timeline_of(world.owner)
    assert [(one["title"], one["who"], one["opinion"]) for one in events] == [
        ("修改单位资料", "系统", ""),
        ("单位更名", str(sysadmin), "机构改革"),
    ]
    assert events[1]["note"].endswith("→ 示例新局")
    assert timeline_of(world.owner, but={"unit.changed"}) == events[1:]
    assert timeline_of(world.owner, only={"unit.changed"}) == events[:1]
    assert timeline_of(world.foreign) == []


def test_timelines_are_laid_together_by_time() -> None:
    one = [{"at": 3, "title": "c"}, {"at": 1, "title": "a"}]
    assert [event["title"] for event in merged(one, [{"at": 2, "title": "b"}])] == ["c", "b", "a"]


def test_a_filing_tells_its_turns_beside_the_decisions(world: World) -> None:
    filing = world.approve_all(submitted(world), at=NOON + timedelta(days=1))
    client = Client()
    client.force_login(world.person("registrar"), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/filings/{filing.pk}/").content.decode()
    course = page[page.index('data-testid="timeline"') :]
    for words in ("准予备案", "送达备案机关", "提交", "起草备案"):
        assert words in course, words
    assert course.index("准予备案") < course.index("起草备案")


@pytest.mark.parametrize("address", ["/units/{unit}/"])
def test_pages_that_had_none_show_what_happened(world: World, address: str) -> None:
    rename_unit(world.owner, name="示例新局", by=admin("sysadmin"), at=NOON)
    client = Client()
    client.force_login(world.person("operator"), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(address.format(unit=world.owner.pk)).content.decode()
    assert 'data-testid="timeline"' in page
    assert "单位更名" in page
