"""A worker that dies at one statement after another (中途断电), inside the process of the test.

The death is an exception that is none of `Exception`: no job catches it, its transactions fall back as they do when the
connection breaks, and what stood committed before stays. Each try is taken back as a whole, so that all of them begin
with the same rows; afterwards a second worker comes, when the lease of the first is over, and must leave the rows of a
run that nothing disturbed. Real processes are killed in the `killing` programs; this is for the jobs beside them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

Run = Callable[[int], object]
Rows = dict[str, list[str]]

LEAST = 20
#: Past every lease.
LATER = 31
#: What tells of the run itself, beside its moments: how often work was begun, and hashes over moments.
ANY = {
    "core.WebhookEvent": {"identity", "body"},
    "core.WebhookTry": {"milliseconds"},
    "core.OutboxItem": {"attempts"},
    "core.AuditEvent": {"hash", "previous_hash"},
    "core.AuditHead": {"hash"},
}


class Death(BaseException):
    """The end of a worker."""


class Fuse:
    """Counts statements; at the chosen point the worker dies: even points lie before a statement, odd ones after it."""

    def __init__(self, point: int | None = None) -> None:
        self.point = point
        self.passed = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Pass one statement on."""
        self._reach()
        result = execute(*args)
        self._reach()
        return result

    def _reach(self) -> None:
        if self.passed == self.point:
            self.passed += 1
            raise Death
        self.passed += 1


def survives(run: Run) -> int:
    """Let a worker die at twenty points or more, another one come after it; return how many deaths were survived.

    `run` is called with the minutes since the first try. Raises AssertionError where other rows are left, and where a
    third run changes anything.
    """
    with _taken_back():
        run(LATER)
        wanted = rows()
        run(2 * LATER)
        _compare(wanted, "a second run")
    fuse = Fuse()
    with _taken_back(), connection.execute_wrapper(fuse):
        run(0)
    points = range(1, fuse.passed, max(1, fuse.passed // (LEAST + 2)))
    for point in points:
        with _taken_back():
            if not _dies(run, point):
                raise AssertionError(f"no death at {point}")
            run(LATER)
            _compare(wanted, f"a death at {point}")
    return len(points)


def _dies(run: Run, point: int) -> bool:
    try:
        with connection.execute_wrapper(Fuse(point)):
            run(0)
    except Death:
        return True
    return False


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows() -> Rows:
    """Return all rows of the portal as texts, by model: days, not moments."""
    return {model._meta.label: sorted(_texts(model)) for model in apps.get_models() if model.__module__ in _own(model)}


def _own(model: type[models.Model]) -> set[str]:
    foreign = model.__module__.startswith(("django.", "guardian."))
    return set() if foreign or model._meta.proxy or not model._meta.managed else {model.__module__}


def _texts(model: type[models.Model]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_select(model))
        return (repr(row) for row in cursor.fetchall())


@cache
def _select(model: type[models.Model]) -> str:
    """Return the statement that reads a table, written once: the same hundred tables are read again and again."""
    left_out = ANY.get(model._meta.label, set())
    fields = [field for field in model._meta.concrete_fields if field.attname not in left_out]
    names = [field.column for field in fields if not isinstance(field, (models.AutoField, models.DateTimeField))]
    quote = connection.ops.quote_name
    return f"SELECT {', '.join(map(quote, names)) or '1'} FROM {quote(model._meta.db_table)}"


def _compare(wanted: Rows, after: str) -> None:
    found = rows()
    other = {
        label: (sorted(set(texts) - set(found[label])), sorted(set(found[label]) - set(texts)))
        for label, texts in wanted.items()
        if found[label] != texts
    }
    if other:
        raise AssertionError(f"after {after} there are other rows (missing, too many): {other}")
