"""The table for batch entry into the national reporting system (批量报送表): its columns are data, not code."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column
from newmedia_portal.regimes.vocabulary import CHOICES

SHIPPED = Path(__file__).parent / "data" / "national_layout.toml"
#: What a column may hold, and how it is read from an account.
VALUES: dict[str, Any] = {
    "platform": lambda account: account.platform.name,
    "unit": lambda account: account.unit.name,
    "region": lambda account: account.unit.region,
    "unit_code": lambda account: account.unit.code,
    "functions": lambda account: "、".join(CHOICES["functions"].get(code, code) for code in account.functions),
    "certified": lambda account: {True: "是", False: "否"}.get(account.certified, ""),
    "state": lambda account: account.get_state_display(),
    "national_state": lambda account: account.get_national_state_display(),
    **{
        name: (lambda account, name=name: getattr(account, name))
        for name in (
            "name", "handle", "link", "host_unit", "registrant", "certification_subject", "certified_on", "opened_on",
            "closed_on", "followers", "followers_as_of", "certificate_no", "filed_on", "national_no", "purpose",
            "website_column", "entrusted_unit", "remark",
        )
    },
}  # fmt: skip


class LayoutColumn(BaseModel):
    """One column: its heading, what it holds, and the system's words for ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    heading: str = Field(min_length=1, max_length=60)
    value: str
    width: float = Field(16, ge=4, le=100)
    words: dict[str, str] = {}

    @field_validator("value")
    @classmethod
    def known(cls, value: str) -> str:
        """Refuse a field that the register does not have."""
        if value not in VALUES:
            raise ValueError(f"没有这个字段：{value}。可用：{'、'.join(sorted(VALUES))}")
        return value


class Layout(BaseModel):
    """The table: its title and its columns, in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str = Field(min_length=1, max_length=30)
    columns: list[LayoutColumn] = Field(min_length=1, max_length=100)


def layout() -> Layout:
    """Return the layout of the office, else the shipped one. Raises Refused naming the file and what is wrong."""
    place = Path(settings.NATIONAL_LAYOUT) if settings.NATIONAL_LAYOUT else SHIPPED
    try:
        return Layout.model_validate(tomllib.loads(place.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise Refused(f"批量报送表的版式文件 {place.name} 无法使用，请系统管理员检查：{str(error)[:300]}") from error


def columns_of(found: Layout) -> list[Column]:
    """Return the columns as lists and workbooks take them."""
    numbers = ("followers",)
    return [
        Column(f"c{place}", one.heading, value=_reader(one), width=one.width, numeric=one.value in numbers)
        for place, one in enumerate(found.columns)
    ]


def _reader(column: LayoutColumn) -> Any:
    read, words = VALUES[column.value], column.words
    return lambda account: words.get(str(found), found) if (found := read(account)) is not None else None
