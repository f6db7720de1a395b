"""What the index finds equals what a look at every text finds."""

from itertools import product

import pytest

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.search.documents import document_of
from newmedia_portal.core.search.finding import is_in
from newmedia_portal.core.search.folding import fold
from newmedia_portal.core.search.query import query_of
from newmedia_portal.core.search.registry import source_of
from newmedia_portal.core.search.sounds import readings, spoken
from newmedia_portal.core.search.upkeep import catch_up

from .naming import found, fragments, names, plant, scanned

pytestmark = pytest.mark.django_db
MANY, ASKED = 1_500, 40


@pytest.fixture(scope="module")
def texts(django_db_setup: None, django_db_blocker: object) -> list[str]:
    return names(MANY)


@pytest.fixture
def planted(db: None, texts: list[str]) -> list[str]:
    plant(texts)
    catch_up()
    return texts


def in_chinese(piece: str) -> bool:
    """Whether a piece is no pinyin, so that only its letters count."""
    return not (fold(piece).isascii() and fold(piece).isalnum() and any(map(str.isalpha, fold(piece))))


def test_pieces_of_two_three_four_and_more_characters_are_found_as_by_a_scan(planted: list[str]) -> None:
    asked = [piece for length in (2, 3, 4, 7) for piece in fragments(planted, length, ASKED) if in_chinese(piece)]

    differing = [piece for piece in asked if found(piece) != scanned(piece)]

    assert len(asked) > ASKED * 3
    assert differing == []
    assert sum(len(found(piece)) for piece in asked) > MANY


def test_several_words_must_all_be_found_in_any_order(planted: list[str]) -> None:
    for typed in ("宣传 东城", "教育　中心", "公安 局 9", "文旅 tv", "ＡＰＰ 税务", "（筹） 体育"):
        assert found(typed) == scanned(" ".join(word for word in typed.split() if len(word) > 1)), typed
        assert found(typed), typed


def said_by_hand(name: str, letters: str) -> bool:
    """Whether some run of characters can be read as the letters, by initials or by syllables, trying all readings."""
    parts = [ways for character in fold(name) if (ways := readings(character) or alone(character))]
    for start in range(len(parts)):
        initials = parts[start : start + len(letters)]
        if len(initials) == len(letters) and all(
            any(way[0] == letter for way in ways) for ways, letter in zip(initials, letters, strict=True)
        ):
            return True
        if any("".join(way).startswith(letters) for way in product(*parts[start : start + len(letters)][:4])):
            return True
    return False


def alone(character: str) -> tuple[str, ...]:
    return (character,) if character.isascii() and character.isalnum() else ()


def test_pinyin_is_found_as_by_trying_every_reading(planted: list[str]) -> None:
    rows = list(Unit.objects.values_list("pk", "name", "code"))
    for letters in ("xcjy", "dc", "xuanchuan", "zhengwu", "changle", "zhangle", "chongan", "hangtang", "xingt"):
        by_hand = sorted(
            pk for pk, name, code in rows if said_by_hand(name, letters) or letters in fold(f"{name} {code}")
        )

        assert found(letters) == by_hand, letters
        assert by_hand, letters


def test_common_readings_count_and_rare_ones_do_not() -> None:
    assert set(readings("重")) == {"zhong", "chong"}
    assert set(readings("行")) == {"xing", "hang"}
    assert readings("部") == ("bu",)
    assert spoken("曾小明", person=True)[0] == ("zeng", "ceng")
    assert spoken("单小明", person=True)[0][0] == "shan"


def test_a_row_that_waits_for_the_index_is_read_in_the_same_way(planted: list[str]) -> None:
    source = source_of("unit")
    assert source is not None
    made = {values["pk"]: document_of(source, values) for values in Unit.objects.values("pk", *source.columns)}
    for typed in ("宣传", "1中", "xcjy", "jiaoyuj", "tv", "长乐 发布", "2026", "１２", "n12"):
        by_looking = sorted(pk for pk, one in made.items() if one is not None and is_in(one, query_of(typed)))
        assert by_looking == found(typed), typed
