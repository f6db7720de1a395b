"""Forms of a page (表单): their fields as written in it, and what a careful reader would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

Pairs = list[tuple[str, Any]]
PRESSED = ("submit", "button", "image", "reset")
BY_KIND = {
    "date": "2026-09-18", "datetime-local": "2026-09-18T09:30", "time": "09:30", "month": "2026-09", "number": "1",
    "email": "a@example.com", "url": "https://example.com/a", "tel": "13800000001", "checkbox": "on", "search": "示例",
}  # fmt: skip
WORDS = {"date": "2026-09-18", "day": "2026-09-18", "on": "2026-09-18", "since": "2026-09-18", "until": "2026-12-18"}


@dataclass
class Field:
    """A field as the page shows it."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    checked: bool = False

    @property
    def usual(self) -> str:
        """What a reader would answer."""
        if self.kind == "select" and not self.value:
            return next((option for option in self.options if option), "")
        if self.value:
            return self.value
        last = self.name.rpartition("_")[2].rpartition("-")[2]
        return BY_KIND.get(self.kind) or WORDS.get(last, "示例文字，仅供测试。")


@dataclass
class Form:
    """A form: where it goes and what it asks."""

    action: str
    method: str
    multipart: bool
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the fields, each once."""
        return list(dict.fromkeys(one.name for one in self.fields))

    @property
    def files(self) -> set[str]:
        """The names of the fields that take files."""
        return {one.name for one in self.fields if one.kind == "file"}

    def usual(self) -> Pairs:
        """Return what a careful reader would send, in the order of the page; one button is pressed."""
        pairs: Pairs = []
        pressed = False
        for one in self.fields:
            known = one.name in {name for name, _ in pairs}
            if one.kind in PRESSED:
                if not pressed:
                    pairs.append((one.name, one.value))
                pressed = True
            elif one.kind == "file" or (one.kind in ("radio", "checkbox") and known and not one.checked):
                continue
            else:
                pairs.append((one.name, one.usual))
        return pairs


class _Reader(HTMLParser):
    """Collects the forms of a page; fields outside name theirs by id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.by_id = page, [], {}
        self.open: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None
        self.strays: list[tuple[str, Field]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.page, known.get("action") or self.page)
            self.open = Form(action, known.get("method", "get").lower(), "multipart" in known.get("enctype", ""))
            self.forms.append(self.open)
            self.by_id[known.get("id", "")] = self.open
        elif tag == "option" and self.select is not None:
            value = known.get("value", "")
            self.select.options.append(value)
            if "selected" in known:
                self.select.value = value
        elif tag in ("input", "select", "textarea", "button") and known.get("name"):
            kind = known.get("type", "text" if tag == "input" else "submit").lower()
            one = Field(known["name"], kind if tag in ("input", "button") else tag, known.get("value", ""))
            one.checked = "checked" in known
            self._add(one, known)
            self.select = one if tag == "select" else self.select
            self.area = one if tag == "textarea" else self.area

    def _add(self, one: Field, known: dict[str, str]) -> None:
        if known.get("form"):
            self.strays.append((known["form"], one))
        elif self.open is not None:
            self.open.fields.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data


def forms_of(html: str, page: str) -> list[Form]:
    """Return the forms of a page, `page` being its address."""
    reader = _Reader(page)
    reader.feed(html)
    for name, one in reader.strays:
        if name in reader.by_id:
            reader.by_id[name].fields.append(one)
    return reader.forms
