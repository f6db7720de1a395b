"""Pages of incidents: the alarm by phone, once however often it is sent; the report; freezing; statistics."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from duties.models import Incident
from newmedia_portal.core.notices.models import Notice
from tests.duties.watching import furnished, incident
from tests.filings.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "/duties/incidents/new/"


@pytest.fixture
def world() -> World:
    """A company with an account at its unit."""
    return furnished("corp")


def alarm(**own: Any) -> dict[str, Any]:
    found = timezone.localtime().replace(second=0, microsecond=0)
    return {
        "kind": "comment",
        "title": "示例有害评论",
        "severity": "general",
        "found_at": f"{found:%Y-%m-%dT%H:%M}",
        **own,
    }


def test_the_alarm_takes_four_answers_that_are_mostly_there_already(world: World) -> None:
    client = client_of(world.person("operator"))
    page = client.get(NEW)
    form = page.context["form"]
    needed = [name for name, field in form.fields.items() if field.required and not form[name].value()]
    assert needed == ["kind", "title"]
    assert "马上收到消息" in words(page)


def test_sent_twice_it_is_entered_and_told_once(world: World) -> None:
    client = client_of(world.person("operator"))
    token = re.search(r'name="token" value="([^"]+)"', client.get(NEW).content.decode())
    assert token is not None
    sent = [client.post(NEW, alarm(token=token[1]))["Location"] for _ in range(3)]
    row = Incident.objects.get()
    assert set(sent) == {f"/duties/incidents/{row.pk}/"}
    assert (row.state, Notice.objects.filter(kind="incident").count()) == ("reported", 2)


def test_it_can_be_entered_first_and_told_later(world: World) -> None:
    client = client_of(world.person("operator"))
    client.post(NEW, alarm(do="later"))
    row = Incident.objects.get()
    assert (row.state, "待报告" in words(client.get(f"/duties/incidents/{row.pk}/"))) == ("found", True)


def test_the_department_first_says_which_unit_it_is_about(world: World) -> None:
    client = client_of(world.person("registrar"))
    chosen = client.post(NEW, {"unit": world.owner.pk})
    assert chosen["Location"] == f"{NEW}?unit={world.owner.pk}"
    client.post(chosen["Location"], alarm())
    assert Incident.objects.get().unit == world.owner
    elsewhere = furnished("soe")
    other = client.post(f"{NEW}?unit={elsewhere.owner.pk}", alarm())
    assert (other.status_code, Incident.objects.count()) == (422, 1)


def test_only_the_head_of_the_department_is_led_to_freezing_with_the_topic_filled_in(world: World) -> None:
    row = incident(world)
    address = f"/duties/incidents/{row.pk}/"
    links = {
        role: re.search(
            r'href="([^"]+)" data-testid="freeze"', client_of(world.person(role)).get(address).content.decode()
        )
        for role in ("operator", "registrar", "director")
    }
    assert (links["operator"], links["registrar"]) == (None, None)
    assert links["director"] is not None
    parts = urlsplit(links["director"][1].replace("&amp;", "&"))
    assert (parts.path, parse_qs(parts.query)["name"]) == ("/reviews/topics/freeze/", ["示例有害评论"])
    form = client_of(world.person("director")).get(f"{parts.path}?{parts.query}").context["form"]
    assert (form["name"].value(), form["reason"].value()) == ("示例有害评论", "事件处置:示例有害评论")


def test_group_measures_are_offered_only_where_the_edition_has_them(world: World) -> None:
    for place, offered in ((world, False), (furnished("jiusan"), True)):
        row = incident(place, kind="group")
        client = client_of(place.person("operator"))
        page = client.get(f"/duties/incidents/{row.pk}/").content.decode()
        status = client.get(f"/duties/incidents/{row.pk}/steps/measure/").status_code
        assert ('data-testid="measure"' in page, status) == (offered, 200 if offered else 404)
    assert client_of(world.person("operator")).get(f"/duties/incidents/{row.pk}/steps/nonsense/").status_code == 404


def test_the_report_is_printed_and_taken_as_word_file_with_a_trace(world: World) -> None:
    from newmedia_portal.core.audit.models import AuditEvent

    row, client = incident(world), client_of(world.person("head"))
    printed = words(client.get(f"/duties/incidents/{row.pk}/print/"))
    assert all(part in printed for part in ("事件处置报告", "发现至报告", "5 分钟", "起因与影响", "单位负责人意见"))
    assert client.get(f"/duties/incidents/{row.pk}/print/?as=docx").status_code == 200
    assert AuditEvent.objects.filter(action="incident.paper_taken").count() == 1


def test_what_is_refused_stands_at_its_field(world: World) -> None:
    row, client = incident(world), client_of(world.person("operator"))
    answer = client.post(
        f"/duties/incidents/{row.pk}/steps/platform/", {"who": "示例平台", "moment": "2020-01-01T00:00"}
    )
    assert (answer.status_code, "发现之后" in words(answer)) == (422, True)
    closing = client.post(f"/duties/incidents/{row.pk}/close/", {"handled_at": "2026-09-18T12:30"})
    assert (closing.status_code, "已报告" in words(closing)) == (422, True)


def test_every_figure_of_the_statistics_opens_the_list_of_just_these(world: World) -> None:
    incident(world)
    incident(world, title="示例第二起", severity="major", report_now=False, kind="opinion")
    client = client_of(world.person("registrar"))
    page = client.get("/duties/incidents/statistics/?first=2026-09-01&last=2026-09-30").content.decode()
    links = re.findall(r'href="([^"]*/duties/incidents/\?[^"]*)"[^>]*>(.*?)</a>', page, flags=re.DOTALL)
    checked = 0
    for link, inside in links:
        number = re.search(r">(\d+)<", f">{inside}<")
        if "中位数" in inside or number is None:
            continue
        listed = client.get(link.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r"/duties/incidents/(\d+)/\"", listed))) == int(number[1]), link
        checked += 1
    assert checked == 4 + 2 * 3
