"""The pages of lexicons: from a draft through import and comparison to publication, and the false alarms."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reviews.actions import explain, lexicons
from reviews.models import AlarmDecision, Lexicon, LexiconUpload
from reviews.precheck import Entry
from reviews.prechecking import precheck
from tests.reviews.making import author_of, draft
from tests.world import NOON

from .making import SLIP, TERM, book, drafted, published

HOME = "/reviews/lexicons/"


@pytest.fixture
def keeper(world) -> Client:
    client = Client()
    client.force_login(world.person("registrar"))
    return client


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_shared_and_own_versions_and_offers_a_draft(keeper, world):
    lexicons.install_starter(at=NOON)
    published(world, TERM)

    page = text(keeper.get(HOME))

    assert [name in page for name in ("共用词库第1版", f"{world.root.name}词库第1版", "新建词库草稿")] == [True] * 3


def test_a_draft_is_begun_filled_compared_and_published(keeper, world):
    published(world, TERM)
    begun = keeper.post(f"{HOME}start/{world.root.pk}/")
    made = Lexicon.objects.drafts().get()
    assert begun.url == f"{HOME}{made.pk}/"

    added = keeper.post(f"{begun.url}add/", {"kind": "typo", "text": "帐号", "right": "账号", "exceptions": "甲\n乙"})
    assert added.status_code == 302
    page = text(keeper.get(f"{begun.url}compare/"))
    assert ("帐号" in page, "新增" in page, "发布这个版本" in page) == (True, True, True)
    assert keeper.post(f"{begun.url}compare/").url == begun.url

    made.refresh_from_db()
    assert (made.state, made.size) == ("published", 2)
    assert "发布这个版本" not in text(keeper.get(f"{begun.url}compare/"))


def test_the_same_form_sent_twice_adds_one_entry(keeper, world):
    made = drafted(world)
    answers = {"kind": "typo", "text": "帐号", "right": "账号", "once": "6a1f0a86-37a8-4b0e-9f7e-0d1f7c0a0001"}

    assert [keeper.post(f"{HOME}{made.pk}/add/", answers).status_code for _ in range(2)] == [302, 302]
    assert made.terms.count() == 1


def test_what_is_wrong_with_an_entry_stands_at_its_field(keeper, world):
    made = drafted(world)

    response = keeper.post(f"{HOME}{made.pk}/add/", {"kind": "term", "text": "示例"})

    assert response.status_code == 422
    assert "敏感词和必查词须写明类别" in response.content.decode()


def test_entries_are_searched_and_filtered(keeper, world):
    made = drafted(world, TERM, SLIP, Entry("order", "示例乙", group="示例班子", position=1))
    url = f"{HOME}{made.pk}/"

    assert "帐号" not in text(keeper.get(url, {"q": "示例"}))
    assert "示例甲词" not in text(keeper.get(url, {"kind": "typo"}))
    assert "示例甲词" in text(keeper.get(url, {"category": "P06"}))


def test_chosen_entries_are_removed(keeper, world):
    made = drafted(world, TERM, SLIP)

    keeper.post(f"{HOME}{made.pk}/remove/", {"chosen": [made.terms.first().pk, "x"]})

    assert [term.entry for term in made.terms.all()] == [SLIP]


def test_a_workbook_is_checked_marked_and_taken_over(keeper, world):
    made = drafted(world)
    content = book([["易错词", "帐号", "", "", "账号"], ["易错词", "帐户"]]).getvalue()

    sent = keeper.post(f"{HOME}{made.pk}/import/", {"file": SimpleUploadedFile("词库.xlsx", content)})
    page = text(keeper.get(sent.url))
    assert ("E3" in page, "易错词须写明正确写法" in page) == (True, True)
    marked = b"".join(keeper.get(f"{sent.url}marked/").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(marked)).active["B3"].value == "帐户"
    assert keeper.post(sent.url, {"mode": "join"}).url == f"{HOME}{made.pk}/"

    assert [term.entry for term in made.terms.all()] == [SLIP]
    assert LexiconUpload.objects.get().taken_at is not None


def test_no_workbook_and_no_file_are_told_at_the_field(keeper, world):
    url = f"{HOME}{drafted(world).pk}/import/"

    for files in (
        {},
        {"file": SimpleUploadedFile("a.xlsx", b"nothing of the kind")},
        {"file": SimpleUploadedFile("a.xlsx", b"")},
    ):
        assert keeper.post(url, files).status_code == 422


def test_template_and_export_open_as_workbooks(keeper, world):
    made = published(world, TERM, SLIP)

    for url, rows in ((f"{HOME}template/", 1), (f"{HOME}{made.pk}/export/", 3)):
        content = b"".join(keeper.get(url).streaming_content)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert len([row for row in sheet.iter_rows(values_only=True) if row[0]]) == rows


def test_a_draft_is_thrown_away_after_asking(keeper, world):
    made = drafted(world, TERM)

    assert "删除这份草稿" in text(keeper.get(f"{HOME}{made.pk}/discard/"))
    assert keeper.post(f"{HOME}{made.pk}/discard/").url == HOME
    assert not Lexicon.objects.exists()


def reported(world):
    published(world, TERM)
    post = draft(world, body="<p>昨天示例甲词典首发</p>")
    (key,) = precheck(post).by_key()
    return explain(post, key=key, reason="是书名", false_alarm=True, by=author_of(world), at=NOON)


def test_a_false_alarm_is_accepted_with_its_context(keeper, world):
    row = reported(world)

    assert "误报处理（1）" in text(keeper.get(HOME))
    assert "是书名" in text(keeper.get(f"{HOME}alarms/"))
    assert 'value="昨天示例甲词典首发"' in text(keeper.get(f"{HOME}alarms/{row.pk}/"))
    assert keeper.post(f"{HOME}alarms/{row.pk}/", {"wording": "别的"}).status_code == 422
    assert keeper.post(f"{HOME}alarms/{row.pk}/", {"wording": "示例甲词典"}).url == f"{HOME}alarms/"

    assert AlarmDecision.objects.get().wording == "示例甲词典"
    assert "示例甲词典" in text(keeper.get(f"{HOME}alarms/"))


def test_a_false_alarm_is_refused_with_a_reason(keeper, world):
    row = reported(world)

    assert keeper.post(f"{HOME}alarms/{row.pk}/", {"reason": ""}).status_code == 422
    keeper.post(f"{HOME}alarms/{row.pk}/", {"reason": "确属不宜"})

    assert "确属不宜" in text(keeper.get(f"{HOME}alarms/"))
    assert "已经处理" in text(keeper.get(f"{HOME}alarms/{row.pk}/"))


def test_others_find_nothing(world):
    made, shared = drafted(world, TERM), lexicons.install_starter(at=NOON)
    client = Client()
    client.force_login(world.person("operator"))

    answers = [
        client.get(url).status_code for url in (HOME, f"{HOME}{made.pk}/", f"{HOME}{shared.pk}/", f"{HOME}alarms/")
    ]

    assert set(answers) <= {403, 404}


def test_the_shared_set_is_read_only(keeper):
    shared = lexicons.install_starter(at=NOON)

    assert "增加词条" not in text(keeper.get(f"{HOME}{shared.pk}/"))
    assert keeper.get(f"{HOME}{shared.pk}/add/").status_code == 404
    assert keeper.post(f"{HOME}{shared.pk}/compare/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_database_the_same_number_of_times(keeper, world, number, django_assert_max_num_queries):
    made = drafted(world, *(Entry("term", f"示例词{n}", "P06") for n in range(number)))
    keeper.get(HOME)

    with django_assert_max_num_queries(16):
        keeper.get(HOME)
    with django_assert_max_num_queries(16):
        keeper.get(f"{HOME}{made.pk}/")
