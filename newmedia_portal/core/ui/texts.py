"""How dates, moments and numbers read (日期与数字的写法): 2026-11-23(周一), 2026-11-23 10:42."""

from datetime import date, datetime

from django.utils import timezone

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def day_text(value: date | datetime | None) -> str:
    """Return a day with its weekday; nothing for no day."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return f"{value:%Y-%m-%d}({WEEKDAYS[value.weekday()]})"


def moment_text(value: datetime | None) -> str:
    """Return a moment in local time, to the minute."""
    if value is None or value == "":
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%Y-%m-%d %H:%M}"


def remaining_text(left: int) -> str:
    """Return the words for the working days that remain until a due day (剩余工作日)."""
    if left < 0:
        return f"逾期 {-left} 个工作日"
    return f"剩 {left} 个工作日" if left else "今日到期"


def masked_text(value: str | None) -> str:
    """Return a number with its middle hidden: 138****0001; short numbers are hidden but for the last two digits."""
    text = str(value or "").strip()
    if not text:
        return ""
    if len(text) < 8:
        return "*" * max(len(text) - 2, 1) + text[-2:]
    return f"{text[:3]}****{text[-4:]}"
