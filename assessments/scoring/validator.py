"""The validator of schemes (方案校验): every fault at once, with line, article and remedy."""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from newmedia_portal.regimes.faults import Fault, article_at, from_validation, show_path
from newmedia_portal.regimes.lines import LineIndex

from .schema import Scheme
from .semantics import problems

_AT_LINE = re.compile(r"at line (\d+)")


def parse(text: str) -> Scheme:
    """Load a text; raises tomllib.TOMLDecodeError or pydantic.ValidationError (use `check` for readers)."""
    return Scheme.model_validate(tomllib.loads(text, parse_float=Decimal))


def check(text: str) -> tuple[Scheme | None, list[Fault]]:
    """Return the scheme, where it can be loaded at all, and its faults by line; without faults it may be used."""
    scheme, faults = _checked(text)
    return scheme, list(faults)


@lru_cache(maxsize=32)
def _checked(text: str) -> tuple[Scheme | None, tuple[Fault, ...]]:
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax_fault(error, text),)
    index = LineIndex(text)
    try:
        scheme = Scheme.model_validate(data)
    except ValidationError as error:
        return None, _sorted(from_validation(error, data, index))
    return scheme, _sorted(_disagreements(scheme, data, index))


def _disagreements(scheme: Scheme, data: dict[str, Any], index: LineIndex) -> list[Fault]:
    return [
        Fault(index.line_of(path), show_path(path), article_at(data, path), message)
        for path, message in problems(scheme)
    ]


def _sorted(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.path)))


def _syntax_fault(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    found = _AT_LINE.search(str(error))
    line = int(found.group(1)) if found else text.count("\n") + 1
    return Fault(line, "全文", "", "写法有误，无法读取。请检查这一行及其上一行的引号、括号和等号是否成对。")
