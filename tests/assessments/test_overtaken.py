"""Two people at one draft (他人已改): the later one overwrites nothing, keeps the text and sees the difference."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from assessments.actions.bulletins import draft_bulletin, refresh_bulletin, save_bulletin
from assessments.actions.quarters import draft_scheme, edit_scheme
from assessments.models import Bulletin, HandScore, SchemeVersion
from assessments.outputs.drafts import mark_of
from assessments.overtaken import Overtaken

from .quarters.making import AFTER, County, county, entry, give

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all pages be looked at on 9 October 2026."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 9, 5, tzinfo=UTC))


@pytest.fixture
def made() -> County:
    """Return a county."""
    return county()


def _as(made: County, role: str) -> Client:
    client = Client()
    client.force_login(made.world.person(role))
    return client


def _bulletin(made: County) -> tuple[Bulletin, dict[str, Any]]:
    """Return a draft and what its page would send."""
    bulletin = draft_bulletin(made.closed(), by=made.world.person("registrar"), at=AFTER)
    data = {"title": bulletin.title, "signer": bulletin.signer, "to": bulletin.to, "seen": mark_of(bulletin)}
    return bulletin, data | {f"text_{one.code}": one.text for one in bulletin.sections.all()}


def _text(bulletin: Bulletin) -> str:
    return bulletin.sections.get(code="demands").text


def test_a_bulletin_saved_by_a_colleague_is_not_overwritten_by_the_page_that_was_open(made: County) -> None:
    bulletin, data = _bulletin(made)
    address, client = bulletin.get_absolute_url(), _as(made, "registrar")
    save_bulletin(bulletin, values={}, texts={"demands": "同事写的要求。"}, by=made.world.person("director"), at=AFTER)
    mine = data | {"text_demands": "我写的要求。"}

    quiet = client.post(address, mine, headers=JSON)
    shown = client.post(address, mine | {"go": "issue"})

    bulletin.refresh_from_db()
    page = shown.content.decode()
    assert (quiet.status_code, shown.status_code) == (409, 409)
    assert (_text(bulletin), bulletin.state) == ("同事写的要求。", "draft")
    assert "没有覆盖" in quiet.json()["message"]
    assert "我写的要求。</textarea>" in page
    assert 'data-testid="overtaken"' in page
    assert "同事" in page
    assert "data-autosave-url" not in page
    assert f'value="{mark_of(bulletin)}"' in page


def test_after_the_difference_was_shown_saving_once_more_is_taken(made: County) -> None:
    bulletin, data = _bulletin(made)
    save_bulletin(bulletin, values={}, texts={"demands": "同事写的要求。"}, by=made.world.person("director"), at=AFTER)

    again = data | {"text_demands": "两人的要求。", "seen": mark_of(bulletin)}
    done = _as(made, "registrar").post(bulletin.get_absolute_url(), again)

    assert (done.status_code, _text(bulletin)) == (302, "两人的要求。")


def test_a_page_that_saves_itself_takes_over_each_new_mark_and_is_never_its_own_rival(made: County) -> None:
    bulletin, data = _bulletin(made)
    address, client = bulletin.get_absolute_url(), _as(made, "registrar")

    first = client.post(address, data | {"text_demands": "甲"}, headers=JSON)
    twice = client.post(address, data | {"text_demands": "甲"}, headers=JSON)
    later = client.post(address, data | {"text_demands": "乙", **first.json()["fields"]}, headers=JSON)

    assert [answer.status_code for answer in (first, twice, later)] == [200, 200, 200]
    assert _text(bulletin) == "乙"
    assert later.json()["fields"] == {"seen": mark_of(bulletin)}


def test_new_texts_do_not_replace_what_a_colleague_wrote_unseen(made: County) -> None:
    bulletin, data = _bulletin(made)
    registrar = made.world.person("registrar")
    save_bulletin(bulletin, values={}, texts={"demands": "同事写的要求。"}, by=made.world.person("director"), at=AFTER)

    with pytest.raises(Overtaken):
        refresh_bulletin(bulletin, with_texts=True, by=registrar, at=AFTER, seen=data["seen"])
    refresh_bulletin(bulletin, with_texts=False, by=registrar, at=AFTER, seen=data["seen"])

    assert _text(bulletin) == "同事写的要求。"


def test_a_scheme_saved_by_a_colleague_is_not_overwritten(made: County) -> None:
    registrar, client = made.world.person("registrar"), _as(made, "registrar")
    draft = draft_scheme(made.open().scheme, by=registrar, at=AFTER)
    begun, address = draft.digest, f"/assessments/schemes/{draft.pk}/edit/"
    theirs, mine = (f"# {who}改过\n{draft.content}" for who in ("同事", "本人"))
    edit_scheme(draft, theirs, by=made.world.person("director"), at=AFTER)

    stale = client.post(address, {"content": mine, "seen": begun})

    draft.refresh_from_db()
    page = stale.content.decode()
    assert (stale.status_code, draft.content) == (409, theirs)
    assert ">\n# 本人改过\n" in page.split("<textarea")[1]
    assert 'data-testid="overtaken"' in page
    assert f'value="{draft.digest}"' in page
    taken = client.post(address, {"content": mine, "seen": draft.digest})
    assert (taken.status_code, SchemeVersion.objects.get(pk=draft.pk).content) == (302, mine)


def test_a_scheme_that_was_saved_twice_alike_is_no_conflict(made: County) -> None:
    client = _as(made, "registrar")
    draft = draft_scheme(made.open().scheme, by=made.world.person("registrar"), at=AFTER)
    sent = {"content": f"# 改过\n{draft.content}", "seen": draft.digest}

    answers = [client.post(f"/assessments/schemes/{draft.pk}/edit/", sent).status_code for _ in range(2)]

    assert answers == [302, 302]


def _taken(client: Client) -> tuple[Any, dict[str, Any]]:
    book = load_workbook(io.BytesIO(b"".join(client.get("/assessments/2026Q3/scores/sheet/").streaming_content)))
    return book, {row[0].value: row for row in book.worksheets[0].iter_rows() if row[0].value}


def _sent(client: Client, book: Any) -> Any:
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("评分表.xlsx", out.getvalue())
    return client.post("/assessments/2026Q3/scores/import/", {"file": file})


def test_a_workbook_taken_before_a_colleague_scored_names_the_cell_and_overwrites_nothing(made: County) -> None:
    quarter, client, owner = made.reviewed(), _as(made, "registrar"), made.world.owner
    book, rows = _taken(client)
    rows[owner.code][2].value = 85
    give(quarter, made.world, building=60)

    refused = _sent(client, book)

    kept = HandScore.objects.get(entry=entry(quarter, owner)).value
    assert (refused.status_code, kept) == (422, 60)
    said = refused.content.decode()
    assert f"{rows[owner.code][2].coordinate}：" in said
    assert "改为 60，下载时为 空，您填的是 85" in said


def test_cells_that_nobody_touched_in_a_workbook_leave_a_newer_score_as_it_is(made: County) -> None:
    quarter, client, owner = made.reviewed(), _as(made, "registrar"), made.world.owner
    give(quarter, made.world, building=50)
    book, rows = _taken(client)
    give(quarter, made.world, building=60)
    rows[made.world.foreign.code][3].value = 70

    taken = _sent(client, book)

    found = set(HandScore.objects.filter(quarter=quarter).values_list("entry__unit", "indicator", "value"))
    units = (owner, made.world.foreign, made.world.line)
    assert taken.status_code == 302
    assert {(unit.pk, "building", Decimal(60)) for unit in units} < found
    assert (made.world.foreign.pk, "supervision", Decimal(70)) in found


def test_a_workbook_without_the_page_of_what_was_handed_out_is_refused(made: County) -> None:
    made.reviewed()
    client = _as(made, "registrar")
    book, rows = _taken(client)
    rows[made.world.owner.code][2].value = 85
    del book[book.sheetnames[1]]

    refused = _sent(client, book)

    assert refused.status_code == 422
    assert "请使用本页下载的评分表" in refused.content.decode()
    assert HandScore.objects.count() == 0
