"""Whatever is typed: bounded work, no sign with a meaning of its own, the same words in every writing."""

from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis.strategies import text

from newmedia_portal.core.search import grams
from newmedia_portal.core.search.folding import fold, folded_with_places
from newmedia_portal.core.search.marking import marked
from newmedia_portal.core.search.query import LONGEST, MOST_TERMS, query_of
from newmedia_portal.core.search.registry import Kind, register_kind
from newmedia_portal.core.search.sounds import MOST_SPLITS, splits

from ..ground import person, unit
from .naming import found

pytestmark = pytest.mark.django_db
NASTY = [
    "宣传" * 500_000,
    "a" * 1_000_000,
    "%" * 1000,
    "_" * 1000,
    "*?" * 500,
    "a%b_c\\" * 100,
    "\x00",
    "\x00宣\x00传\x00",
    "\udcff宣传",
    "' OR 1=1 --",
    '"宣传" OR NEAR(a b)',
    "ﷺ" * 100,
    " ".join(f"词语{n}" for n in range(1000)),
    "\n\t\u3000",
    "xian" * 30,
    "(((((",
    "https://" + "a" * 5000,
    "http://[::1",
    "😀😀",
]


@pytest.fixture
def client(db: None) -> Client:
    top = unit("示例宣传局")
    seat = Client()
    seat.force_login(person("张某一", top, "observer"), backend="django.contrib.auth.backends.ModelBackend")
    return seat


@pytest.mark.parametrize("typed", NASTY, ids=range(len(NASTY)))
def test_whatever_is_typed_is_answered_with_bounded_work(client: Client, typed: str) -> None:
    client.get("/search/", {"q": "先看"})
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/search/", {"q": typed.encode("utf-8", "replace").decode()})

    assert answer.status_code == 200
    assert len(queries) < 40
    assert max(len(query["sql"]) for query in queries) < 30_000


def test_a_query_is_cut_and_says_so() -> None:
    long, many = query_of("宣" * 1000), query_of(" ".join(f"词语{n}" for n in range(20)))

    assert (len(long.terms[0].text), long.cut) == (LONGEST, True)
    assert (len(many.terms), many.cut) == (MOST_TERMS, True)
    assert not query_of("宣传 教育").cut


@pytest.mark.parametrize("typed", ["%%", "__", "*宣", "宣%传", "宣_", "\\宣传"])
def test_wildcards_stand_for_themselves(db: None, typed: str) -> None:
    unit("示例宣传局")
    plain = unit(f"另一个{typed}单位")

    from newmedia_portal.core.search.upkeep import catch_up

    catch_up()
    assert found(typed) == [plain.pk]


@pytest.mark.parametrize("typed", ["TV2026", "tv2026", "ＴＶ２０２６", "Tｖ２0２6"])
def test_full_width_and_case_make_no_difference(client: Client, typed: str) -> None:
    made = unit("东城Ｔv２０26频道")

    answer = client.get("/search/", {"q": typed}).content.decode()

    assert fold(typed) == "tv2026"
    assert made.name not in answer  # not of this organisation
    top = unit("另一个Tv２026")
    assert f"<mark>{'Tv２026'}</mark>" in str(marked(top.name, query_of(typed))[0])


def test_one_sign_is_too_short_and_nothing_is_nothing(client: Client) -> None:
    assert query_of("宣").is_too_short
    assert query_of(" \x00 ").is_empty
    assert "一个字太短" in client.get("/search/", {"q": "宣"}).content.decode()
    assert "还没有填写" in client.get("/search/").content.decode()


def test_places_of_folded_texts_lead_back() -> None:
    text = "第①ﬁ（筹）Ｂ"
    folded, places = folded_with_places(text)

    assert folded == "第1fi(筹)b"
    assert [text[place] for place in places] == ["第", "①", "ﬁ", "ﬁ", "（", "筹", "）", "Ｂ"]
    assert marked("<b>示例&宣传</b>", query_of("例&"))[0] == "&lt;b&gt;示<mark>例&amp;</mark>宣传&lt;/b&gt;"


def test_letters_fall_into_syllables_in_every_way_within_bounds() -> None:
    assert ("xi", "an") in splits("xian")
    assert ("xian",) in splits("xian")
    assert ("xuan", "chu") in splits("xuanchu")
    assert splits("qqqq") == []
    assert len(splits("xian" * 10)) <= MOST_SPLITS


@given(text(min_size=2, max_size=12), text(max_size=6), text(max_size=6))
def test_every_term_asks_for_pieces_that_each_text_with_it_has(term, before, after):
    needed = grams.needed("account", term, 12)
    assert needed
    assert set(needed) <= grams.of_text("account", f"{before}{term}{after}")


def test_a_kind_whose_pieces_are_those_of_another_is_refused():
    codes = (f"kind{number}" for number in count())
    twin = next(code for code in codes if grams.number_of(code) == grams.number_of("account"))
    kind = Kind(twin, "示例", "core.view_units", rows=lambda user: None, url=str, title=str)
    with pytest.raises(ValueError, match="choose another code"):
        register_kind(kind)
