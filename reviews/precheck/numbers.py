"""Numbers as they are written (数的写法): digits with separators, Chinese numerals below a hundred."""

_NUMERALS = {letter: n for n, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
# The pattern of a Chinese numeral or a whole number.
WHOLE = r"(?:\d{1,4}|[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
# The pattern of a number with separators and decimals.
AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


def whole(text: str) -> int:
    """Return a whole number written in digits or as a Chinese numeral below a hundred."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[text]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def amount(text: str) -> float:
    """Return a number with separators and decimals."""
    return float(text.replace(",", ""))
