"""The validator (校验): one guard for files, the editor and the forms; every fault at once."""

import re
import tomllib
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from . import semantics
from .faults import Fault, article_at, from_validation, show_path
from .lines import LineIndex
from .schema import Edition

_AT_LINE = re.compile(r"at line (\d+)")


def faults_of(text: str) -> list[Fault]:
    """All faults of an edition's text, by line; empty when it may be used."""
    return check(text)[1]


def check(text: str) -> tuple[Edition | None, list[Fault]]:
    """The edition, when it can be loaded at all, and its faults."""
    edition, faults = _checked(text)
    return edition, list(faults)


@lru_cache(maxsize=32)
def _checked(text: str) -> tuple[Edition | None, tuple[Fault, ...]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax_fault(error, text),)
    index = LineIndex(text)
    try:
        edition = Edition.model_validate(data)
    except ValidationError as error:
        return None, _sorted(from_validation(error, data, index))
    return edition, _sorted(_semantic_faults(edition, data, index))


def _semantic_faults(edition: Edition, data: dict[str, Any], index: LineIndex) -> list[Fault]:
    return [
        Fault(index.line_of(path), show_path(path), article_at(data, path), message)
        for path, message in semantics.problems(edition, data)
    ]


def _sorted(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.path)))


def _syntax_fault(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    found = _AT_LINE.search(str(error))
    line = int(found.group(1)) if found else text.count("\n") + 1
    return Fault(line, "全文", "", "写法有误，无法读取。请检查这一行及其上一行的引号、括号和等号是否成对。")
