"""Single cells: dates in the ways people write them, yes and no, links, phones."""

from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.ledger.cells import (
    is_plain,
    people_in,
    read_certified,
    read_link,
    readers,
    split_manager_phone,
)
from accounts.ledger.platform_names import PlatformNames
from newmedia_portal.core.workbook.dates import parse_date
from newmedia_portal.core.workbook.typed import wrong_at_sight


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019.3.5", "2019-03-05"),
        ("2019-03-05", "2019-03-05"),
        ("2019/3/5", "2019-03-05"),
        ("2019年3月5日", "2019-03-05"),
        ("２０１９．３．５", "2019-03-05"),
        ("2019年3月5号 ", "2019-03-05"),
        ("2019-03-05 10:20:00", "2019-03-05"),
        ("20190305", "2019-03-05"),
        (20190305.0, "2019-03-05"),
        (43529.0, "2019-03-05"),
        ("43529", "2019-03-05"),
        (date(2019, 3, 5), "2019-03-05"),
        (datetime(2019, 3, 5, 8, 0), "2019-03-05"),  # noqa: DTZ001
        ("二〇一九年三月五日", "2019-03-05"),
        ("二〇一九年十二月二十三日", "2019-12-23"),
        ("2019年3月", "2019-03"),
        ("2019.03", "2019-03"),
        ("2019-3", "2019-03"),
        ("201903", "2019-03"),
        ("2019年", "2019"),
        (2019.0, "2019"),
    ],
)
def test_dates_are_understood(written: object, meant: str) -> None:
    assert str(parse_date(written)) == meant


@pytest.mark.parametrize(
    "written", ["去年春天", "20/5", "2021-13-45", "2020年2月30日", "19.3.5", "2019", "1019-01-01", 7.0, -1.0, "5月6日"]
)
def test_what_is_no_date_is_refused_and_a_bare_year_is_a_year(written: object) -> None:
    found = parse_date(written)
    assert (str(found) if found else None) == ("2019" if written == "2019" else None)


def test_the_last_day_of_a_month_and_a_year() -> None:
    assert [parse_date(text).last for text in ("2020-02", "2019-12", "2019")] == [
        date(2020, 2, 29),
        date(2019, 12, 31),
        date(2019, 12, 31),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("是", True),
        ("√", True),
        ("已认证(企业)", True),
        ("否", False),
        ("×", False),
        ("未认证", False),
        ("", None),
        ("/", None),
    ],
)
def test_yes_and_no(written: str, meant: bool | None) -> None:
    assert read_certified(written) == (meant, None)


@pytest.mark.parametrize(
    ("written", "kept", "kind"),
    [
        ("https://example.com/a?b=1", "https://example.com/a?b=1", None),
        ("www.example.gov.cn", "http://www.example.gov.cn", None),
        ("ｈｔｔｐ：／／example.com", "http://example.com", None),
        ("http://10.0.0.1:8080/x", "http://10.0.0.1:8080/x", None),
        ("—", None, None),
        ("javascript:alert(1)", "javascript:alert(1)", "bad_link"),
        ("htp:/example.com/a", "htp:/example.com/a", "bad_link"),
        ("example,com/abc", "example,com/abc", "bad_link"),
        ("http://user@example.com", "http://user@example.com", "bad_link"),
        ("https://示例 .com", "https://示例 .com", "bad_link"),
    ],
)
def test_links(written: str, kept: str | None, kind: str | None) -> None:
    assert read_link(written) == (kept, kind)


@pytest.mark.parametrize(
    ("written", "name", "phone"),
    [
        ("李某七 0000-0000601", "李某七", "0000-0000601"),
        ("李某七13800000001", "李某七", "13800000001"),
        ("李某七（13800000001）", "李某七", "13800000001"),
        ("李某七", "李某七", ""),
        ("13800000001", "", "13800000001"),
    ],
)
def test_name_and_phone_in_one_cell(written: str, name: str, phone: str) -> None:
    assert split_manager_phone(written) == (name, phone)


def test_people_are_split_at_the_usual_marks() -> None:
    assert people_in("张某一、李某二，王某三") == ("张某一", "李某二", "王某三")


def test_a_catalogue_limits_and_extends_the_known_platforms() -> None:
    names = PlatformNames({"weibo": ["微博", "围脖"], "local": ["示例号"]})
    assert [names.code_of(text) for text in ("围脖", "政务微博", "示例号", "抖音")] == ["weibo", "weibo", "local", None]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙中号xX70_-/#:. \u3000Ａ１\u200b\x07—無", min_size=1, max_size=70))
@example("shili_00001")
@example("_x0007_之声")
@example("示例_x0007_之声")
@example("无可奉告")
@example("甲" * 60)
@example("甲" * 61)
@example("https://example.com/_x0007_")
@example("https://example.com/1")
def test_a_text_taken_as_it_stands_is_what_its_reader_returns(text: str) -> None:
    for code, read in readers(PlatformNames(), 0).items():
        if is_plain(code)(text):
            assert (code, wrong_at_sight(text), read(text)) == (code, None, (text, None))


def test_ordinary_ids_names_and_addresses_are_taken_as_they_stand() -> None:
    usual = {
        "name": "示例发布00001",
        "platform_id": "shili_00001",
        "phone": "0000-0000001",
        "link": "https://example.com/1",
    }
    assert [bool(is_plain(code)(text)) for code, text in usual.items()] == [True] * 4
    odd = {"name": "无", "platform_id": "示例_x0007_之声", "phone": "＃示例号码", "opened_on": "2020-05-06"}
    assert [bool(is_plain(code)(text)) for code, text in odd.items()] == [False] * 4
