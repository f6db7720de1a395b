"""One look at many accounts (评定): lock, read, judge, write; the same for the night, a pause and a person's wish."""

from collections.abc import Iterable
from datetime import date

from newmedia_portal.core.workdays import working_days

from ..states import Level
from ..watch import Verdict, evaluate
from .due import PART
from .facts import RuleBook, histories
from .flags import Done, Looked, settle_flags, settle_quotas
from .standings import Standing, locked, write


def look(pks: Iterable[int], *, on: date, book: RuleBook | None = None) -> Done:
    """Judge these accounts on a day and write what follows: standing, flags, missed quotas.

    Runs in the caller's transaction. The rows are locked in the order of their keys, so that a look and an import of
    the same account wait for each other and none is lost. Telling is left to `tell`.
    """
    book, done = book or RuleBook(on), Done()
    wanted = sorted(set(pks))
    for start in range(0, len(wanted), PART):
        _look_at(wanted[start : start + PART], on, book, done)
    return done


def _look_at(pks: list[int], on: date, book: RuleBook, done: Done) -> None:
    held = locked(pks)
    rows = [row for row in held if not row.is_group and book.of(row.regime) is not None]
    known, calendar, looked = histories(rows, on, book.periods), working_days.current(), []
    for row in rows:
        if found := book.of(row.regime):
            edition, rules = found
            verdict = evaluate(row.subject, known[row.pk], rules, calendar, on)
            _put(row, verdict, on)
            row.edition_id = edition.pk
            looked.append(Looked(row, verdict, edition))
    settle_flags(looked, on, done)
    settle_quotas(looked, on, done)
    write([*(one.row for one in looked), *(_seen(row) for row in held if row.is_group)])
    done.looked_at += len(looked)


def _seen(row: Standing) -> Standing:
    """Return the row of a work group as seen: nothing is to be judged until its entry changes."""
    row.level, row.since_on, row.dirty = Level.UNKNOWN, None, False
    return row


def _put(row: Standing, verdict: Verdict, on: date) -> None:
    """Put a verdict into its row; the level's day stays while the level does."""
    if row.level != verdict.level or row.since_on is None:
        row.since_on = on
    row.level, row.evidence, row.check_on = verdict.level, verdict.evidence, verdict.check_on
    row.silent_days = verdict.silence.days if verdict.silence else None
    row.evaluated_on, row.dirty = on, False
