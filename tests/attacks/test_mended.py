"""What the attacks have found once: each fault by itself, where it stood."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.urls import reverse

from assessments.actions import inspections
from assessments.importing.cells import read_figure, read_time
from assessments.models import Answer, Inspected
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit.actions import record
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.exports.forms import RecipientsForm
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.ui.forms import ManyField
from newmedia_portal.core.ui.lists import Keyset, Order
from newmedia_portal.core.workbook.guard import WorkbookRefused
from newmedia_portal.core.workbook.reader import read_book
from newmedia_portal.core.workdays.actions import seed_calendar
from reviews.wordlists import workbook as lexicon
from tests.api.calling import program, refused
from tests.architecture import matrix_inspections
from tests.architecture.matrix_world import Stage
from tests.reviews.lexicons.making import drafted
from tests.world import NOON, World, build

from .books import workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["(a+)+$", '{"a":', "${jndi:x}", "todo", "filings:list", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_route_by_name(client, address):
    answer = client.post(reverse("display"), {"next": address})

    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ["/verify/", "/verify/?q=1", "http://testserver/verify/"])
def test_the_way_back_leads_to_pages_of_the_portal(client, address):
    assert client.post(reverse("display"), {"next": address})["Location"] == address


@pytest.mark.parametrize("key", ["9" * 19, "-" + "9" * 40, "９" * 30, "abc", "\x00", "999999"])
def test_a_row_that_cannot_be_is_no_choice(key):
    build("gejiu")

    class Chosen(forms.Form):
        units = ManyField(queryset=Unit.objects.all())

    form = Chosen({"units": [key]})

    assert not form.is_valid()
    assert "units" in form.errors


def test_rows_that_are_there_are_chosen():
    world = build("gejiu")
    field = ManyField(queryset=Unit.objects.all())

    assert list(field.clean([str(world.owner.pk)])) == [world.owner]


def test_recipients_beyond_all_numbers_are_refused():
    world = build("gejiu")

    form = RecipientsForm({"recipients": ["5", "9" * 40]}, user=world.person("operator"))

    assert "recipients" in form.errors


def test_a_package_whose_parts_stand_before_its_beginning_is_refused_in_words():
    whole = bytearray(workbook([["单位"]]).getvalue())
    whole[:] = b"PK\x03\x04" + whole[5:]  # every place in the table of contents is now one too high

    with pytest.raises(WorkbookRefused, match="已损坏"):
        read_book(BytesIO(bytes(whole)))


def test_a_package_that_counts_wrongly_is_refused_in_words():
    whole = workbook([["单位"]]).getvalue()
    end = whole.rindex(b"PK\x05\x06")
    place = struct.unpack("<I", whole[end + 16 : end + 20])[0]

    with pytest.raises(WorkbookRefused, match="已损坏"):
        read_book(BytesIO(whole[: end + 16] + struct.pack("<I", place + 1) + whole[end + 20 :]))


@pytest.fixture
def checks(db: None) -> tuple[World, Stage]:
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    stage = Stage()
    matrix_inspections.furnish(stage, "own", world.owner, world.cast["operator"], world)
    return world, stage


def test_a_check_without_a_time_point_is_not_finished(checks):
    world, stage = checks
    row: Any = stage.objects["inspected"]["own"]
    Answer.objects.filter(inspected=row).update(outcome="fine")

    with pytest.raises(Refused, match="检查时点"):
        inspections.finish(row, by=world.person("registrar"), at=NOON)

    assert Inspected.objects.get(pk=row.pk).state == "waiting"


def test_a_finding_due_beyond_the_calendar_is_shown(client, checks):
    world, stage = checks
    client.force_login(world.cast["operator"])

    answer = client.get(reverse("assessments:finding", args=[stage.objects["finding_notified"]["own"].pk]))

    assert stage.objects["finding_notified"]["own"].due_on == date(2099, 12, 31)
    assert (answer.status_code, "2099" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("sort", ["", "name", "-name"])
def test_a_cursor_of_half_a_character_leads_to_the_first_page(client, sort):
    client.force_login(build("gejiu").person("registrar"))
    cursor = urlsafe_b64encode(b'["\\ud800",1]').decode().rstrip("=")

    answers = [client.get(reverse("units:list"), {"sort": sort, name: cursor}) for name in ("after", "before")]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize(
    "value", ["9" * 400, "9" * 400 + "亿", ",", ",,", ",5", 10**400, -(10**400), float("inf"), "٣" * 400]
)
def test_a_figure_beyond_all_numbers_or_without_a_digit_is_a_fault(value):
    assert read_figure(value) == (None, "bad_number")


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_day_beyond_all_numbers_is_a_fault(value):
    assert read_time(0)(value) == (None, "bad_date")


@pytest.mark.parametrize(("value", "number"), [("1,234", 1234), ("1.2万", 12000), ("10万+", 100_001), (7, 7), (7.0, 7)])
def test_figures_are_read_as_ever(value, number):
    assert read_figure(value) == (number, None)


@pytest.mark.parametrize("place", ["²", "①", "9" * 400, "x"])
def test_a_place_in_a_list_that_is_no_number_is_a_fault_and_no_crash(place):
    book = workbook([list(lexicon.TITLES.values()), *([place] * len(lexicon.TITLES) for _ in range(2))])

    rows, faults = lexicon.read(book)

    assert [lexicon.as_entry(row).position for row in rows] == [0] * len(rows)
    assert faults


def test_chosen_entries_that_are_no_numbers_are_none(client):
    world = build("gejiu")
    client.force_login(world.person("registrar"))
    draft = drafted(world)

    answer = client.post(reverse("reviews:lexicon-remove", args=[draft.pk]), {"chosen": ["²", "①", "９", "1"]})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2026-09-18", 200), ("2026-09-18T09:00", 200), ("2026-09-18T09:00:00+08:00", 200),
     ("9999-12-31T23:59:59-14:00", 422),
     ("0001-01-01", 422), ("0001-01-01T00:00:00+14:00", 422)],
)  # fmt: skip
def test_a_moment_of_the_interface_needs_no_zone_and_lies_within_the_calendar(moment, status):
    caller = program(build("gejiu").person("operator"))

    answer = caller.get("accounts/", updated_since=moment)

    assert answer.status_code == status
    if status == 422:
        refused(answer, 422)


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-09-18", "2026-09-18T09:00:00", "x"],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_cursor_beyond_all_moments_leads_to_the_first_page(client, way, moment):
    client.force_login(build("gejiu").person("operator"))
    cursor = urlsafe_b64encode(f'["{moment}",1]'.encode()).decode().rstrip("=")

    answer = client.get(reverse("duties:incidents"), {way: cursor})

    assert answer.status_code == 200


def test_a_cursor_of_a_moment_leads_to_the_next_row_once(checks):
    world, _ = checks
    with unit_of_work():
        record("lexicon.started", by=None, at=NOON + timedelta(microseconds=1), obj=world.owner)
    page = Keyset(AuditEvent.objects.order_by(), Order("at"), 1)

    first = page.page()
    second = page.page(after=first.after)

    assert AuditEvent.objects.count() > 1
    assert (first.is_first, second.is_first) == (True, False)
    assert first.rows[0].pk != second.rows[0].pk
