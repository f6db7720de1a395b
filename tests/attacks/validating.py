"""Forms without their pages (表单直试): every class of form that the pages use, with odd data."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms.forms import DeclarativeFieldsMetaclass
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st

from .odd import TEXTS, UPLOADS

Made = tuple[type[forms.BaseForm], tuple[Any, ...], dict[str, Any]]
Kinds = dict[tuple[str, tuple[str, ...]], Made]
ANY_TEXT = st.one_of(st.sampled_from(TEXTS), st.text(st.characters(codec=None), max_size=40), st.integers().map(str))


@contextmanager
def remembered() -> Iterator[Kinds]:
    """Remember how each kind of form is made, once for each set of its fields."""
    kinds: Kinds = {}

    def make(cls: type[forms.BaseForm], *args: Any, **kwargs: Any) -> forms.BaseForm:
        form = type.__call__(cls, *args, **kwargs)
        kinds.setdefault((f"{cls.__module__}.{cls.__qualname__}", tuple(form.fields)), (cls, args, kwargs))
        return form

    DeclarativeFieldsMetaclass.__call__ = make  # type: ignore[method-assign]
    try:
        yield kinds
    finally:
        del DeclarativeFieldsMetaclass.__call__


def again(made: Made, data: Any, files: Any) -> forms.BaseForm:
    """Make a form anew, bound to other data."""
    cls, args, kwargs = made
    parameters = inspect.signature(cls.__init__).parameters
    open_ended = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values())
    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD
    places = [name for name, one in parameters.items() if one.kind is plain and name != "self"]
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters.values()):
        places += ["data", "files"]
    named = {**dict(zip(places, args, strict=False)), **kwargs}
    named = {key: copy.copy(value) if hasattr(value, "_meta") else value for key, value in named.items()}
    named["data"] = data
    if open_ended or "files" in parameters:
        named["files"] = files
    return type.__call__(cls, **named)


def drawn(names: tuple[str, ...], prefix: str) -> st.SearchStrategy[Any]:
    """Return a strategy of data for a form: each field is missing, given once or several times."""
    fields = {prefix + name: st.lists(ANY_TEXT, max_size=2) for name in names}
    return st.fixed_dictionaries({}, optional=fields)


def bound_data(told: dict[str, list[str]]) -> QueryDict:
    """Return drawn values as a sent form: what is no UTF-8 has been replaced by then."""
    data = QueryDict(mutable=True)
    for name, values in told.items():
        data.setlist(name, [value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for value in values])
    return data


def some_files(names: list[str], number: int) -> MultiValueDict[str, Any]:
    """Return an odd upload for each field that takes files."""
    upload = UPLOADS[number % len(UPLOADS)]
    made = [SimpleUploadedFile(upload.name or "x", upload.content, upload.kind)]
    return MultiValueDict(dict.fromkeys(names, made))


def try_form(made: Made, told: dict[str, list[str]], number: int) -> forms.BaseForm:
    """Check a form; a fault is an exception. Nothing stays in the database."""
    with transaction.atomic():
        form = again(made, bound_data(told), None)
        files = [form.add_prefix(n) for n, field in form.fields.items() if isinstance(field, forms.FileField)]
        form.files = some_files(files, number) if files else MultiValueDict()
        form.is_valid()
        str(form.errors)
        transaction.set_rollback(True)
    return form
