"""Forms without their pages (表单直试): every class of form that the pages use, with odd data."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.forms.forms import DeclarativeFieldsMetaclass
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st

from newmedia_portal.core.ui.lists import filters

from .odd import TEXTS, UPLOADS

Made = tuple[type[forms.BaseForm], tuple[Any, ...], dict[str, Any]]
Kinds = dict[tuple[str, tuple[str, ...]], Made]
Maker = Callable[[Any, Any], forms.BaseForm]
ANY_TEXT = st.one_of(st.sampled_from(TEXTS), st.text(st.characters(codec=None), max_size=40), st.integers().map(str))


@contextmanager
def remembered() -> Iterator[Kinds]:
    """Remember how each kind of form is made, once for each set of its fields.

    Filters that were drawn before, for another test, would be taken from memory instead of being made.
    """
    kinds: Kinds = {}
    filters._untouched.clear()

    def make(cls: type[forms.BaseForm], *args: Any, **kwargs: Any) -> forms.BaseForm:
        form = type.__call__(cls, *args, **kwargs)
        kinds.setdefault((f"{cls.__module__}.{cls.__qualname__}", tuple(form.fields)), (cls, args, kwargs))
        return form

    DeclarativeFieldsMetaclass.__call__ = make  # type: ignore[method-assign]
    try:
        yield kinds
    finally:
        del DeclarativeFieldsMetaclass.__call__


def maker(made: Made) -> Maker:
    """Return what makes a form anew, bound to other data."""
    cls, args, kwargs = made
    parameters = inspect.signature(cls.__init__).parameters
    open_ended = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values())
    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD
    places = [name for name, one in parameters.items() if one.kind is plain and name != "self"]
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters.values()):
        places += ["data", "files"]
    named = {**dict(zip(places, args, strict=False)), **kwargs}
    takes_files = open_ended or "files" in parameters

    def make(data: Any, files: Any) -> forms.BaseForm:
        anew = {key: copy.copy(value) if hasattr(value, "_meta") else value for key, value in named.items()}
        anew["data"] = data
        if takes_files:
            anew["files"] = files
        return type.__call__(cls, **anew)

    return make


def usual(form: forms.BaseForm) -> dict[str, list[str]]:
    """Return by name what a careful reader might send for the fields of a form; files have none."""
    return {form.add_prefix(name): _usual(field) for name, field in form.fields.items()}


def _usual(field: forms.Field) -> list[str]:
    if isinstance(field, forms.FileField):
        return []
    choices = [str(key) for key, _ in islice(getattr(field, "choices", ()), 40) if not isinstance(key, (list, tuple))]
    if chosen := [key for key in choices if key]:
        return chosen[:1]
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        return ["2026-09-18"]
    return ["1"] if isinstance(field, (forms.IntegerField, forms.BooleanField)) else ["示例文字，仅供测试。"]


def drawn(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Return a strategy of data for a form: each field is missing, given once or several times."""
    return st.fixed_dictionaries({}, optional={name: st.lists(ANY_TEXT, max_size=2) for name in names})


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


@contextmanager
def taken_back() -> Iterator[Callable[[], None]]:
    """Give what takes back all that was written since; where nothing was, as nearly always, it does nothing."""
    wrote: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            wrote.append(sql[:160])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        place = transaction.savepoint()

        def take_back() -> None:
            if wrote:
                transaction.savepoint_rollback(place)
                wrote.clear()

        yield take_back
        transaction.set_rollback(True)


def try_form(make: Maker, told: dict[str, list[str]], number: int) -> bool:
    """Check a form and put its faults into words; a fault of ours is an exception. Say whether the form is valid."""
    form = make(bound_data(told), None)
    files = [form.add_prefix(n) for n, field in form.fields.items() if isinstance(field, forms.FileField)]
    form.files = some_files(files, number) if files else MultiValueDict()
    valid = form.is_valid()
    str(form.errors)
    return valid
