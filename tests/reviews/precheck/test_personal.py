"""Personal data: found in all spellings, masked, and told from other long numbers. All numbers are made up."""

import pytest

from .starter import found, hits


def resident(first: str) -> str:
    """Complete seventeen digits with the check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 11]


def card(first: str) -> str:
    """Complete a card number with its Luhn digit."""
    total = 0
    for n, digit in enumerate(reversed(first)):
        value = int(digit) * (2 if n % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return first + str(-total % 10)


ID = resident("11010519491231000")
MOBILE = "139" + "00000000"
CARD = card("622202" + "000000000123")


@pytest.mark.parametrize(
    "written",
    [
        ID,
        resident("44030419900101123"),
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in ID),
        "\u200b".join((ID[:9], ID[9:])),
    ],
)
def test_a_resident_identity_is_found(written):
    assert found(f"证号{written}。", "resident_id") == [written]


def test_a_resident_identity_ending_in_x_is_found_in_both_cases():
    number = next(n for n in (resident(f"1101051949123{k:04d}") for k in range(100)) if n.endswith("X"))

    assert found(f"证号{number}，", "resident_id") == [number]
    assert found(f"证号{number.lower()}，", "resident_id") == [number.lower()]


@pytest.mark.parametrize(
    "number",
    [
        ID[:-1] + str((int(ID[-1]) + 1) % 10 if ID[-1] != "X" else 1),
        resident("11010519491331000"),
        resident("99010519491231000"),
        "1" + ID,
        "编号A" + ID,
    ],
)
def test_what_is_no_resident_identity_is_none(number):
    assert found(f"号码{number}。", "resident_id") == []


def test_numbers_are_shown_masked():
    (hit,) = hits(f"证号{ID}")

    assert (hit.found, hit.start, hit.end) == (f"110{'*' * 12}{ID[-3:]}", 2, 20)
    assert (hit.grade, hit.basis) == ("block", "个人信息保护法律")


@pytest.mark.parametrize(
    "written",
    [MOBILE, f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", f"86{MOBILE}"],
)
def test_a_mobile_is_found(written):
    assert found(f"电话{written}，", "mobile") == [written]


@pytest.mark.parametrize(
    "text",
    ["010-12345678", "0000-1234567", "2026年3月15日", "120" + "00000000", f"1{MOBILE}", f"{MOBILE}1", f"1.{MOBILE}5"],
)
def test_what_is_no_mobile_is_none(text):
    assert found(f"电话{text}。", "mobile") == []


@pytest.mark.parametrize("written", [CARD, " ".join(CARD[n : n + 4] for n in range(0, len(CARD), 4))])
def test_a_bank_card_is_found(written):
    assert found(f"卡号{written}。", "bank_card") == [written]


@pytest.mark.parametrize("number", [CARD[:-1] + str((int(CARD[-1]) + 1) % 10), "6" * 16, "1" + CARD[1:]])
def test_what_is_no_bank_card_is_none(number):
    assert found(f"卡号{number}。", "bank_card") == []


def test_a_passport_is_found_beside_the_word():
    assert found("护照号码：E12345678。", "passport") == ["E12345678"]
    assert found("型号E12345678。", "passport") == []


@pytest.mark.parametrize("plate", ["京A12345", "京A·12345", "粤B1234学", "沪AD12345", "京A1234D"])
def test_a_plate_is_found(plate):
    assert found(f"车牌{plate}。", "plate") == [plate]


@pytest.mark.parametrize("text", ["京A座1234室", "新A股12345", "京I12345", "鲁A123456789"])
def test_what_is_no_plate_is_none(text):
    assert found(text, "plate") == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("示例路12号3栋2单元501室", "示例路12号3栋2单元501室"),
        ("家住示例镇示例村5组18号", "示例镇示例村5组18号"),
        ("住址：示例市示例区示例小区7幢1102室", "示例市示例区示例小区7幢1102室"),
    ],
)
def test_a_home_address_is_found(text, marked):
    assert any(place.endswith(marked) for place in found(text, "address"))


@pytest.mark.parametrize("text", ["地址：示例路12号", "示例街1号院内", "第3号文件", "示例路改造12项"])
def test_a_public_address_is_none(text):
    assert found(text, "address") == []
