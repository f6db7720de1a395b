"""Yearly summaries (年度总结): people, money, equipment and training of a unit."""

import pytest

from accounts.models import StaffRecord
from filings.actions.summaries import read_summary, write_summary
from filings.models import WorkSummary
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
TEXTS = {"done": "示例工作情况", "people": "专职 1 人", "money": "列入预算", "equipment": "专用电脑 1 台", "plans": ""}


@pytest.mark.clause("S4-11")
def test_the_society_sums_up_its_year_with_people_money_equipment_and_counted_training():
    world = build("jiusan")
    post = world.person("operator").posts.get()
    for day in ("2026-03-01", "2026-06-01", "2025-06-01"):
        StaffRecord.objects.create(post=post, code="training", on=day, entered_at=NOON)
    made = write_summary(world.owner, year=2026, texts=TEXTS, by=world.person("operator"), at=NOON)
    rules = {one.code: one for one in world.edition.edition.personnel if one.article == "第十一条"}
    assert (made.trainings, made.people, made.money, made.equipment) == (2, "专职 1 人", "列入预算", "专用电脑 1 台")
    assert rules["training"].when == "periodic"


def test_a_summary_is_mended_until_it_has_been_read():
    world = build("jiusan")
    write_summary(world.owner, year=2026, texts=TEXTS, by=world.person("operator"), at=NOON)
    again = write_summary(world.owner, year=2026, texts={"done": "补充"}, by=world.person("operator"), at=NOON)
    assert (WorkSummary.objects.count(), again.done) == (1, "补充")
    read_summary(again, by=world.person("registrar"), at=NOON)
    with pytest.raises(Conflict, match="已经阅知"):
        write_summary(world.owner, year=2026, texts=TEXTS, by=world.person("operator"), at=NOON)


def test_nobody_else_writes_or_reads_and_no_year_lies_ahead():
    world = build("jiusan")
    with pytest.raises(Forbidden):
        write_summary(world.owner, year=2026, texts=TEXTS, by=world.person("outsider"), at=NOON)
    with pytest.raises(Refused, match="还没有到"):
        write_summary(world.owner, year=2027, texts=TEXTS, by=world.person("operator"), at=NOON)
    made = write_summary(world.owner, year=2026, texts=TEXTS, by=world.person("operator"), at=NOON)
    with pytest.raises(Forbidden):
        read_summary(made, by=world.person("operator"), at=NOON)


def test_the_pages_show_it_to_unit_and_department_alone(client):
    world = build("jiusan")
    client.force_login(world.person("operator"))
    page = client.get("/filings/summaries/write/").content.decode()
    sent = {**TEXTS, "year": 2026, "token": page.split('name="token" value="')[1].split('"')[0]}
    answer = client.post("/filings/summaries/write/", sent)
    made = WorkSummary.objects.get()
    assert answer["Location"] == f"/filings/summaries/{made.pk}/"
    for role, status in (("registrar", 200), ("chief", 200), ("outsider", 404)):
        client.force_login(world.person(role))
        assert client.get(f"/filings/summaries/{made.pk}/").status_code == status
