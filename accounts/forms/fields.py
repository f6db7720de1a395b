"""Fields that choose a unit or a person: a list while it is short, the written name where it is long."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

FEW = 200


class NamedField(forms.Field):
    """A row chosen by what people write: a code, the full name, or a part that fits one row only."""

    lookups: tuple[str, ...] = ("name",)
    noun = "记录"

    def __init__(self, *, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_python(self, value: Any) -> Any:
        """Return the row that the text names; refuse what names none or several."""
        text = str(value or "").replace("\x00", "").strip()[:120]
        if not text:
            return None
        exact = Q()
        part = Q()
        for lookup in self.lookups:
            exact |= Q(**{lookup: text})
            part |= Q(**{f"{lookup}__icontains": text})
        for condition in (exact, part):
            found = list(self.queryset.filter(condition)[:6])
            if len(found) == 1:
                return found[0]
            if found:
                names = "、".join(str(row) for row in found[:5])
                raise forms.ValidationError(f"有多个{self.noun}符合:{names}。请写全称或代码。", code="several")
        raise forms.ValidationError(f"没有找到这个{self.noun}。请核对名称或代码。", code="none")

    def prepare_value(self, value: Any) -> Any:
        """Show a row by the first way of naming it."""
        return getattr(value, self.lookups[0], value)


class UnitField(NamedField):
    """A unit by code or name."""

    lookups = ("name", "code")
    noun = "单位"


class PersonField(NamedField):
    """A person by name or log-in."""

    lookups = ("full_name", "username")
    noun = "人员"


def unit_field(queryset: QuerySet[Any], **kwargs: Any) -> forms.Field:
    """Return a list of units while it is short, else a field in which the name is written."""
    queryset = queryset.order_by("path")
    if queryset[FEW : FEW + 1].exists():
        kwargs.setdefault("help_text", "填写单位全称或单位代码。")
        return UnitField(queryset=queryset, **kwargs)
    return forms.ModelChoiceField(queryset=queryset, empty_label="请选择", **kwargs)


def person_field(queryset: QuerySet[Any], **kwargs: Any) -> forms.Field:
    """Return a list of people while it is short, else a field in which the name is written."""
    if queryset[FEW : FEW + 1].exists():
        kwargs.setdefault("help_text", "填写姓名或登录名。")
        return PersonField(queryset=queryset, **kwargs)
    return forms.ModelChoiceField(queryset=queryset, empty_label="请选择", **kwargs)


class MonthField(forms.CharField):
    """A calendar month written as 2026-09, 2026年9月 or 202609; its value is the first day."""

    MONTH = re.compile(r"(\d{4})\s*[-年./]?\s*(\d{1,2})\s*月?")

    def clean(self, value: Any) -> date | None:
        """Return the first day of the month; refuse what is no month."""
        text = super().clean(value)
        if not text:
            return None
        found = self.MONTH.fullmatch(text)
        if not found or not 1 <= int(found[2]) <= 12 or not 1990 <= int(found[1]) <= 2100:
            raise forms.ValidationError("请按“2026-09”的样子填写月份。", code="month")
        return date(int(found[1]), int(found[2]), 1)
