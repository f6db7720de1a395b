"""Turning one cell of a workbook of people into one value: each reader returns it and, where wrong, the fault."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from newmedia_portal.core.access.roles import InstanceRole, Role
from newmedia_portal.core.workbook.dates import DAY, parse_date
from newmedia_portal.core.workbook.typed import is_blank, key_of, narrow, raw_text, tidy

from ..actions.people.persons import PHONE, USERNAME
from .columns import BY_CODE, DAYS, THREE

Result = tuple[Any, str | None]
Reader = Callable[[Any], Result]

MASKED = re.compile(r"1\d{2}\*{4}\d{4}")
_ROLES = {key_of(word): role for role in Role for word in (role.value, role.label)}
_THREE = {key_of(word) for role in InstanceRole if role for word in (role.value, role.label)} | {key_of("三员")}


def read_username(value: Any) -> Result:
    """Read a log-in name."""
    text = narrow(raw_text(value))
    if is_blank(text):
        return None, None
    return (text, None) if USERNAME.match(text) else (text, "bad_username")


def read_phone(value: Any) -> Result:
    """Read a mobile number; spaces, hyphens and the country's code go, a masked one is left to the comparison."""
    text = re.sub(r"[\s-]", "", narrow(raw_text(value)))
    if is_blank(text):
        return None, None
    text = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", text)
    return (text, None) if PHONE.match(text) or MASKED.fullmatch(text) else (text, "bad_phone")


def read_email(value: Any) -> Result:
    """Read an address of mail."""
    text = narrow(raw_text(value))
    if is_blank(text):
        return None, None
    if len(text) > BY_CODE["email"].limit:
        return text, "text_too_long"
    try:
        validate_email(text)
    except ValidationError:
        return text, "bad_email"
    return text, None


def read_role(value: Any) -> Result:
    """Read a role by its label or code; one of the three administrators is refused apart."""
    text = tidy(raw_text(value))
    if is_blank(text):
        return None, None
    if key_of(text) in _THREE:
        return None, "three"
    role = _ROLES.get(key_of(text))
    return (role.value, None) if role else (None, "unknown_role")


def read_three(value: Any) -> Result:
    """Refuse whatever says that somebody is one of the three administrators."""
    text = raw_text(value)
    return None, None if is_blank(text) else "three"


def read_text(code: str) -> Reader:
    """Return the reader of an ordinary text."""
    limit = BY_CODE[code].limit

    def read(value: Any) -> Result:
        text = tidy(raw_text(value))
        if is_blank(text):
            return None, None
        return (text, None) if len(text) <= limit else (text, "text_too_long")

    return read


def read_day(day_shift: int) -> Reader:
    """Return the reader of a day; a month or a year alone is not enough."""

    def read(value: Any) -> Result:
        if type(value) is str and is_blank(value):
            return None, None
        found = parse_date(value, day_shift=day_shift)
        return (found.day, None) if found and found.precision == DAY else (None, "bad_date")

    return read


def readers(day_shift: int) -> dict[str, Reader]:
    """Return the reader of every field."""
    return {
        "username": read_username,
        "phone": read_phone,
        "email": read_email,
        "role": read_role,
        THREE: read_three,
        **{code: read_text(code) for code in ("full_name", "office_phone", "unit", "title")},
        **dict.fromkeys(DAYS, read_day(day_shift)),
    }
