"""Columns of a list (列): what a cell shows, how it sorts and what it exports; rows are built without templates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from ..texts import day_text, moment_text
from ..vocabulary import tone_of

Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column.

    `value` reads the cell from the row: a function, or a dotted path (default: the code itself). Lines in `sub` stand
    small under the value; `url` makes the value a link. `sort` is the path of the ORM by which the column sorts.
    `status` shows the value as a status tag, `main` marks the headline of the card on the phone.
    """

    code: str
    label: str
    value: str | Read = ""
    sort: str = ""
    numeric: bool = False
    nowrap: bool = False
    sub: str | Read | None = None
    url: Read | None = None
    status: bool = False
    main: bool = False
    shown: bool = True
    fixed: bool = False
    export: str | Read | None = None
    width: float = 16

    @property
    def reader(self) -> Read:
        """The function that reads the value from a row."""
        return reader_of(self.value or self.code)

    @property
    def export_reader(self) -> Read:
        """The function that reads what an export writes."""
        return reader_of(self.export) if self.export is not None else self.reader


def reader_of(path: str | Read) -> Read:
    """Return a function that follows a dotted path and stops at nothing; choices are shown in words."""
    if not isinstance(path, str):
        return path
    *steps, name = path.split(".")

    def read(row: Any) -> Any:
        for step in steps:
            row = getattr(row, step)
            if row is None:
                return None
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display is not None else getattr(row, name)
        return value() if callable(value) else value

    return read


def text_of(value: Any) -> str:
    """Return a value as escaped text for a cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int):
        return f"{value:,}"
    return escape(str(value))


@lru_cache(maxsize=512)
def _tag(word: str) -> str:
    return f'<span class="tag tag-{tone_of(word)}">{escape(word)}</span>'


def cell_builder(column: Column) -> Read:
    """Return the function that makes the HTML of one cell."""
    read, url = column.reader, column.url
    sub = reader_of(column.sub) if column.sub is not None else None
    classes = [
        word for word, on in (("num", column.numeric), ("nowrap", column.nowrap), ("main-cell", column.main)) if on
    ]
    start = f'<td class="{" ".join(classes)}"' if classes else "<td"
    start = f'{start} data-label="{escape(column.label)}">'

    def build(row: Any) -> str:
        value = read(row)
        text = text_of(value) if not column.status or not value else _tag(str(value))
        if url is not None and text:
            text = f'<a href="{escape(str(url(row)))}">{text}</a>'
        if sub is not None and (small := text_of(sub(row))):
            text = f'{text}<span class="sub">{small}</span>'
        return f"{start}{text}</td>" if text else "<td></td>"

    return build


def rows_html(rows: Sequence[Any], columns: Sequence[Column], *, choose: bool) -> SafeString:
    """Return the body of the table; with `choose` each row starts with a box named `chosen`."""
    builders = [cell_builder(column) for column in columns]
    main = next((column for column in columns if column.main), columns[0]).reader
    parts: list[str] = []
    for row in rows:
        cells = "".join([build(row) for build in builders])
        if choose:
            name = escape(str(main(row)))
            attributes = f'name="chosen" value="{row.pk}" aria-label="选择 {name}"'
            cells = f'<td class="pick"><input type="checkbox" class="form-check-input" {attributes}></td>{cells}'
        parts.append(f"<tr>{cells}</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 - every value is escaped by text_of  # nosec B308 B703
