"""The gathering of a period (归集): all units with their accounts, figures and vetoes, ready for scoring."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ...models import Quarter
from ...scoring import Account, Scheme, Unit
from . import duties, people, publishing
from .subjects import Frame, Subject, read_subjects

READERS = (
    publishing.read_sums,
    publishing.read_quotas,
    publishing.read_silence,
    publishing.read_followers,
    duties.read_messages,
    duties.read_reposts,
    duties.read_obligations,
    duties.read_annual,
    duties.read_findings,
    duties.read_rectified,
    people.read_hand_scores,
    people.read_vetoes,
)


class GatheredUnit(NamedTuple):
    """A unit as scoring takes it, with the accounts it is made of."""

    pk: int
    name: str
    unit: Unit
    subjects: tuple[Subject, ...]


class Gathered(NamedTuple):
    """All units of a period, and the last day whose figures count."""

    units: list[GatheredUnit]
    until: date


def gather(quarter: Quarter, *, on: date, only: Collection[int] | None = None) -> Gathered:
    """Return the facts of a period as they are known on a day, of all its units or of a few."""
    frame = read(quarter, on=on, only=only)
    units = [unit_of(frame, pk, subjects) for pk, subjects in by_unit(frame).items()]
    return Gathered(units, frame.until)


def read(quarter: Quarter, *, on: date, only: Collection[int] | None = None) -> Frame:
    """Return the same as they were read, unit by unit and account by account."""
    frame = Frame(quarter, quarter.scheme.scheme, quarter.last_day(on), only)
    read_subjects(frame)
    for reader in READERS:
        reader(frame)
    return frame


def by_unit(frame: Frame) -> dict[int, list[Subject]]:
    """Return the accounts that take part by their unit."""
    found: dict[int, list[Subject]] = {}
    for subject in frame.subjects.values():
        found.setdefault(subject.unit, []).append(subject)
    return found


def unit_of(frame: Frame, pk: int, subjects: list[Subject]) -> GatheredUnit:
    """Return one unit as scoring takes it."""
    parts = parts_of(frame.scheme)
    accounts = tuple(account_of(frame, one, parts) for one in subjects)
    rows, vetoes = tuple(frame.units.get(pk, ())), tuple(frame.vetoes.get(pk, ()))
    unit = Unit(str(pk), accounts, subjects[0].unit_class, rows, vetoes)
    return GatheredUnit(pk, subjects[0].unit_name, unit, tuple(subjects))


def account_of(frame: Frame, one: Subject, parts: tuple[str, ...]) -> Account:
    """Return one account as scoring takes it."""
    return Account(str(one.pk), frame.rows_of(one.pk), part_of(one.platform_code, parts))


def parts_of(scheme: Scheme) -> tuple[str, ...]:
    """Return the codes of the parts."""
    return tuple(part.code for part in scheme.parts)


def part_of(platform: str, parts: tuple[str, ...]) -> str:
    """Return the part an account belongs to: that of its platform, else the one for accounts, else the first."""
    if platform in parts:
        return platform
    return "accounts" if "accounts" in parts else parts[0]
