"""Filters of a list and the chips that show them (筛选)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_filters.widgets import BooleanWidget

from ..forms import PortalForm
from ..texts import day_text

LONGEST = 200
FEW = 8
CURSORS = ("after", "before", "last", "p")
UNFILTERED = frozenset((*CURSORS, "sort", "export", "view", "cols"))
MOST_KEPT = 200
_untouched: dict[tuple[type, str | None, str], SafeString] = {}


class PortalFilterSet(django_filters.FilterSet):
    """Base of all filter sets: fields look like those of every form; nothing is required."""

    def get_form_class(self) -> type[forms.Form]:
        """Build the form on the portal's own base."""
        fields = {}
        for name, filter_ in self.filters.items():
            field = filter_.field
            field.required = False
            if isinstance(field, forms.NullBooleanField):
                field.widget = BooleanWidget()
                field.widget.choices = [("", "全部"), ("true", "是"), ("false", "否")]
            if isinstance(field, forms.MultipleChoiceField) and len(field.choices) <= FEW:
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            fields[name] = field
        return type("FilterForm", (PortalForm,), fields)


def asked_for(params: QueryDict) -> QueryDict | None:
    """Return the parameters where one of them may be a filter; None leaves the filter set without a form to check."""
    return params if set(params) - UNFILTERED else None


def fields_html(filters: PortalFilterSet) -> SafeString:
    """Return the fields of the filter form; while nothing is filtered they are the same for all who have these choices.

    Forms are the dearest part of a list page, and most pages are not filtered: then none is built.
    """
    offered = filters.filters.items()
    if filters.is_bound or any(issubclass(one.field_class, forms.ModelChoiceField) for _, one in offered):
        return _drawn(filters.form)
    choices = repr([(name, one.extra["choices"]) for name, one in offered if "choices" in one.extra])
    key = (type(filters), get_language(), choices)
    if key not in _untouched:
        if len(_untouched) >= MOST_KEPT:
            _untouched.clear()
        _untouched[key] = _drawn(filters.form)
    return _untouched[key]


def _drawn(form: forms.BaseForm) -> SafeString:
    parts = (str(field) if field.is_hidden else field.as_field_group() for field in form)
    return mark_safe("".join(parts))  # noqa: S308 - made by the form's templates  # nosec B308 B703


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: str
    text: str
    url: str


def harmless(params: QueryDict) -> QueryDict:
    """Return the parameters without empty ones, NUL bytes and overlong texts, which no filter could use."""
    clean = QueryDict(mutable=True)
    for name, values in params.lists():
        kept = [
            value.strip() for value in values if value.strip() and "\x00" not in value and len(value) <= LONGEST * 2
        ]
        if kept and "\x00" not in name:
            clean.setlist(name, kept)
    return clean


def without(params: QueryDict, name: str, value: str | None = None) -> str:
    """Return the query string without one filter (or one of its values), on the first page."""
    rest = params.copy()
    kept = [other for other in rest.getlist(name) if value is not None and other != value]
    rest.setlist(name, kept) if kept else rest.pop(name, None)
    for cursor in CURSORS:
        rest.pop(cursor, None)
    return f"?{rest.urlencode()}"


def chips_of(filters: PortalFilterSet, params: QueryDict) -> list[Chip]:
    """Return a chip for each value of each filter in force."""
    chips: list[Chip] = []
    if not filters.is_bound:
        return chips
    form = filters.form
    for name, value in form.cleaned_data.items():
        label = str(form.fields[name].label or name)
        raw = params.getlist(name)
        if isinstance(value, (list, tuple, QuerySet)):
            for one in value:
                key = str(one.pk) if isinstance(one, Model) else str(one)
                chips.append(Chip(label, _words(form.fields[name], one), without(params, name, key)))
        elif raw and value not in (None, ""):
            chips.append(Chip(label, _words(form.fields[name], value), without(params, name)))
    return chips


def _words(field: forms.Field, value: Any) -> str:
    """Return the words for a chosen value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Model):
        return str(value)
    return next(
        (str(label) for code, label in _flat(getattr(field, "choices", ())) if str(code) == str(value)), str(value)
    )


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield code, label
