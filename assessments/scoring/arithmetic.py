"""Arithmetic of points (计分的算术): exact fractions of whole numbers, rounded half up once for each line.

Points are whole numbers of the smallest place a scheme declares, so that sums are exact and fast. A figure may be a
whole number or a Decimal; it becomes a fraction, never a float. Each line, average, weighting and conversion rounds
once, half up (四舍五入), and everything above works with the rounded value, as a reader with a pocket calculator would.
"""

from decimal import Decimal

from newmedia_portal.core.refusals import Refused

from .records import Figure

Fraction = tuple[int, int]


class BadFigure(Refused):
    """A figure that cannot be scored: negative, not finite or not exact."""


def fraction_of(figure: Figure) -> Fraction:
    """Return a figure as an exact fraction; raises BadFigure for one that is negative or no whole number or Decimal."""
    if type(figure) is int:
        if figure >= 0:
            return figure, 1
    elif type(figure) is Decimal and figure.is_finite() and figure >= 0:
        return figure.as_integer_ratio()
    raise BadFigure(f"数据“{figure}”不能用于计分：应为不小于 0 的整数或小数。请核对来源数据后重新计算。")


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator ÷ denominator rounded half up; both at least 0, the denominator above 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def scaled(value: Decimal, scale: int) -> int:
    """Return an amount in whole smallest places; exact for amounts within the places of the scheme."""
    numerator, denominator = value.as_integer_ratio()
    return half_up(numerator * scale, denominator)


def amount(points: int, places: int) -> Decimal:
    """Return points as a decimal number for readers: 8750 at two places is 87.50."""
    return Decimal(points).scaleb(-places)
