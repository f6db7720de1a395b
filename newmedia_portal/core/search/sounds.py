"""How names sound (拼音): the common readings of characters, spelled without tones, as initials and as syllables."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

MOST_CHARACTERS = 40
MOST_WAYS = 16
MOST_SPLITS = 12
LONGEST_SYLLABLE = 6
#: A reading is common from this share of the words that a character stands in, and from so many words, on.
SHARE, TIMES = 0.04, 3
#: Characters that sound otherwise as family names (姓氏读音).
FAMILY_NAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "朴": "piao", "盖": "ge",
    "翟": "zhai", "尉": "yu", "种": "chong", "乐": "yue", "任": "ren", "华": "hua", "纪": "ji", "缪": "miao",
    "宓": "mi", "员": "yun", "覃": "qin", "召": "shao", "逄": "pang", "燕": "yan", "哈": "ha", "牟": "mu",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _toneless(reading: str) -> str:
    marks = unicodedata.normalize("NFD", reading)
    plain = "".join("v" if mark == "\u0308" else mark for mark in marks if mark.isalpha() or mark == "\u0308")
    return plain.replace("uv", "v")


@lru_cache(maxsize=1)
def _in_words() -> dict[str, Counter[str]]:
    """Return how often each character is read in which way in the words of the dictionary."""
    from pypinyin.phrases_dict import phrases_dict

    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for word, spoken in phrases_dict.items():
        if len(word) == len(spoken):
            for character, (reading, *_) in zip(word, spoken, strict=True):
                counted[character][_toneless(reading)] += 1
    return counted


@lru_cache(maxsize=32_768)
def readings(character: str) -> tuple[str, ...]:
    """Return the common readings of a character, the usual one first; none for what is no ideograph."""
    from pypinyin.pinyin_dict import pinyin_dict

    written = pinyin_dict.get(ord(character))
    if written is None:
        return ()
    counted = _in_words().get(character, Counter())
    least = max(TIMES, SHARE * counted.total())
    common = [reading for reading, number in counted.most_common() if number >= least]
    return tuple(dict.fromkeys([*common, _toneless(written.split(",", 1)[0])]))


def spoken(text: str, *, person: bool = False) -> list[tuple[str, ...]]:
    """Return the readings of each part of a folded text; letters and digits stand for themselves, the rest is mute."""
    parts: list[tuple[str, ...]] = []
    for place, character in enumerate(text):
        ways = readings(character)
        if person and place == 0 and character in FAMILY_NAMES:
            ways = tuple(dict.fromkeys((FAMILY_NAMES[character], *ways)))
        if not ways and character.isascii() and character.isalnum():
            ways = (character,)
        if ways:
            parts.append(ways)
        if len(parts) == MOST_CHARACTERS:
            break
    return parts


def ways(parts: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Return how the parts may be read: the usual way, then with one, then with two parts read otherwise."""
    usual = [part[0] for part in parts]
    others = [(place, reading) for place, part in enumerate(parts) for reading in part[1:]]
    found = [usual]
    for number in (1, 2):
        for chosen in combinations(others, number):
            if len({place for place, _ in chosen}) < number:
                continue
            if len(found) == MOST_WAYS:
                return found
            way = list(usual)
            for place, reading in chosen:
                way[place] = reading
            found.append(way)
    return found


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return all syllables that any character may be read as."""
    from pypinyin.pinyin_dict import pinyin_dict

    every = {_toneless(reading) for written in pinyin_dict.values() for reading in written.split(",")}
    return frozenset(reading for reading in every if reading.isascii() and len(reading) <= LONGEST_SYLLABLE)


@lru_cache(maxsize=4096)
def beginning_with(letters: str) -> tuple[str, ...]:
    """Return the syllables that begin with these letters; a digit stands for itself."""
    if letters.isdigit():
        return (letters,) if len(letters) == 1 else ()
    return tuple(sorted(one for one in syllables() if one.startswith(letters)))


def splits(letters: str) -> list[tuple[str, ...]]:
    """Return how letters fall into syllables, of which the last may be half typed; a bounded number of ways."""
    found: list[tuple[str, ...]] = []

    def walk(place: int, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        rest = letters[place:]
        if beginning_with(rest):
            yield (*before, rest)
        for length in range(min(LONGEST_SYLLABLE, len(rest) - 1), 0, -1):
            if rest[:length] in syllables() or (length == 1 and rest[0].isdigit()):
                yield from walk(place + length, (*before, rest[:length]))

    for steps, one in enumerate(walk(0, ())):
        found.append(one)
        if steps + 1 == MOST_SPLITS:
            break
    return found
