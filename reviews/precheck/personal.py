"""Personal data in a draft (个人信息): resident identity, mobile, bank card, passport, plate, home address.

What is found is shown masked; the mark stands on the original place.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from .characters import DIGIT, HOUSE, LATIN, PLATE
from .report import Report

# Digits may be parted by blanks, hyphens and dots; a new line ends a number.
_GAP = re.compile(r"[ \-·.]{1,2}")
_FEWEST, _MOST = 11, 21
_GAPS = str.maketrans("", "", " -·.")
_RESIDENT = re.compile(r"[1-8]\d{16}[\dX]")
_OLD_RESIDENT = re.compile(r"[1-8]\d{14}")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_BANK = re.compile(r"[3-6]\d{15,18}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "  # noqa: SIM905
                       "71 81 82 83".split())  # fmt: skip
_PASSPORT = re.compile(r"护照[^\d\n。]{0,12}?(?<![A-Za-z])([EGDSPHMeg][A-Za-z]?\d{7,8})(?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·• ]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?![A-Za-z0-9])"
)
# A house number straight after a street or an estate; it is a home where a room, a block or a staircase follows.
_HOUSE = re.compile(
    r"\d{1,5}(?:号楼|号院|号|弄|栋|幢|楼|-)[\dA-Za-z\-号楼栋幢单元层一二三四五六七八九十甲乙丙丁]{0,24}(?:室|户|房)?"
)
_STREETS = frozenset("路街巷弄村区园寓道镇乡社里苑庄")
_ROOM = re.compile(r"[室户房]$|[栋幢]|单元")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,30}$")
_HOME = re.compile(
    r"(?:家住|现住址?|住址|家庭住址|居住地|户籍地址?|户口所在地)(?:为|是|在|：|:|\s)*([\u4e00-\u9fffA-Za-z\d\-]{6,60})"
)
_NUMBERED = re.compile(r"\d+\s*(?:号|弄|栋|幢|单元|室|组)")


def check(report: Report) -> None:
    """Note personal data; office telephones and organisation codes are none."""
    reading = report.reading
    if reading.has(DIGIT):
        for start, end, rule, shown in _long_numbers(reading.ascii_text, reading.numbers):
            report.add(rule, start, end, _ADVICE[rule], shown=shown)
        if reading.has(LATIN | PLATE) or "护照" in reading.text:
            _documents(report, reading.ascii_text)
        if reading.has(HOUSE):
            _addresses(report, reading.ascii_text, reading.numbers)


_ADVICE = {
    "resident_id": "出现居民身份证号，请删除或只留首尾各两位。",
    "mobile": "出现手机号码，请删除；确需公布的改用办公电话。",
    "bank_card": "出现银行卡号，请删除。",
    "passport": "出现护照号码，请删除。",
    "plate": "出现车牌号码，请隐去后三位。",
    "address": "出现具体住址，请只写到街道或社区。",
}


def masked(text: str) -> str:
    """Return a number with its middle hidden."""
    shown = 3 if len(text) > 8 else 2
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[-shown:]


def _long_numbers(text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int, str, str]]:
    for start, end in _joined(text, runs):
        end += text[end : end + 1] in ("X", "x")
        digits = text[start:end].translate(_GAPS).upper()
        for rule, is_one in _TESTS:
            if (number := is_one(digits)) and _whole(text, start, end):
                yield start, end, rule, masked(number)
                break


def _joined(text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield runs of digits, parted by blanks or hyphens at most, that together are long enough for a number."""
    begin, end, count = 0, -1, 0
    for first, last in [*runs, (len(text) + 9, len(text) + 9)]:
        if not (0 < first - end < 3 and _GAP.fullmatch(text, end, first)):
            if _FEWEST <= count <= _MOST:
                yield begin, end
            begin, count = first, 0
        end, count = last, count + last - first


def _whole(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() and text[start - 1 : start].isascii()) and not (
        text[end : end + 1].isalnum() and text[end : end + 1].isascii()
    )


def _resident(digits: str) -> str:
    if _RESIDENT.fullmatch(digits):
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
        good = digits[17] == "10X98765432"[total % 11] and _is_day(digits[6:14])
    else:
        good = bool(_OLD_RESIDENT.fullmatch(digits)) and _is_day(f"19{digits[6:12]}")
    return digits if good and digits[:2] in _PROVINCES else ""


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2099
    except ValueError:
        return False


def _mobile(digits: str) -> str:
    match = _MOBILE.fullmatch(digits)
    return match[1] if match else ""


def _bank(digits: str) -> str:
    if not _BANK.fullmatch(digits) or len(set(digits)) < 3:
        return ""
    doubled = (int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(digits)))
    return digits if sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0 else ""


_TESTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("resident_id", _resident),
    ("mobile", _mobile),
    ("bank_card", _bank),
)


def _documents(report: Report, text: str) -> None:
    for rule, pattern, group in (("passport", _PASSPORT, 1), ("plate", _PLATE, 0)):
        for match in pattern.finditer(text):
            report.add(rule, *match.span(group), _ADVICE[rule], shown=masked(match[group]))


def _addresses(report: Report, text: str, runs: list[tuple[int, int]]) -> None:
    places = []
    for start, _ in runs:
        if text[start - 1 : start] in _STREETS and (house := _HOUSE.match(text, start)):
            street = _STREET.search(text, max(0, start - 30), start)
            if street and _ROOM.search(house[0]):
                places.append((street.start(), house.end()))
    for match in _HOME.finditer(text) if any(word in text for word in ("住", "户籍", "户口")) else ():
        numbered = None
        for numbered in _NUMBERED.finditer(match[1]):  # noqa: B007
            pass
        if numbered:
            places.append((match.start(1), match.start(1) + numbered.end()))
    for start, end in places:
        report.add("address", start, end, _ADVICE["address"], shown=report.reading.text[start : start + 6] + "***")
