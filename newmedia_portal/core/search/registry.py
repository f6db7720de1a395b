"""What can be searched (可搜索的内容): apps register kinds of results, and the tables whose columns lead to them.

    search.register_kind(Kind("unit", "单位", rows=lambda user: Unit.objects.visible_to(user), …))
    search.register_source(Source("unit", kind="unit", model=Unit, fields=(Field("name", "名称", sounds=True),)))

A source may be a table beside: `owner` names the column that leads to the row of the kind (a former name its account).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from .grams import number_of

Values = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column whose text is searched; with `sounds` by pinyin too, with `person` by the sound of family names."""

    name: str
    label: str
    sounds: bool = False
    person: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of result: who may look for it, which rows the person may see, and how one of them reads."""

    code: str
    label: str
    perm: str
    rows: Callable[[Any], QuerySet[Any]]
    url: Callable[[Any], str]
    title: Callable[[Any], str]
    about: Callable[[Any], str] = lambda row: ""
    status: Callable[[Any], str] = lambda row: ""
    person: bool = False
    order: int = 100


@dataclass(frozen=True)
class Source:
    """A table and the columns of it that are searched, the first ones counting most.

    `keys` gives what is only looked for as a whole, from the values of `fields` and `more`; rows in which the column
    `ends` is filled are left out. Only what these columns hold may be used: a change of any other is not noticed.
    """

    code: str
    kind: str
    model: type[Model]
    fields: Sequence[Field]
    owner: str = "pk"
    more: Sequence[str] = ()
    ends: str = ""
    keys: Callable[[Values], Iterable[str]] = lambda values: ()

    @property
    def columns(self) -> list[str]:
        """The attributes that the index is made of, owner and end included."""
        rest = [name for name in (self.owner, *self.more, self.ends) if name and name != "pk"]
        return list(dict.fromkeys([*(field.name for field in self.fields), *rest]))

    @property
    def definition(self) -> str:
        """What the source takes from its table, as one text: where it changes, the index is made anew."""
        fields = ",".join(f"{field.name}{'~' * field.sounds}{'^' * field.person}" for field in self.fields)
        rest = f"{self.owner} {','.join(self.more)} {self.ends}"
        return f"{self.code} {self.kind} {self.model._meta.db_table} {fields} {rest}"


@dataclass(frozen=True)
class Reading:
    """What a pasted text means as a whole: a kind, the keys by which it is found, and words for the page."""

    kind: str
    keys: tuple[str, ...]
    says: str


Reader = Callable[[str], Reading | None]
_kinds: dict[str, Kind] = {}
_sources: dict[str, Source] = {}
_readers: list[Reader] = []


def register_kind(kind: Kind) -> None:
    """Add a kind of result; the same code again replaces it.

    Raises ValueError where its pieces would carry the number of another kind: a search is told apart by them alone.
    """
    twin = next((code for code in _kinds if code != kind.code and number_of(code) == number_of(kind.code)), None)
    if twin is not None:
        raise ValueError(f"the pieces of {kind.code} cannot be told from those of {twin}: choose another code")
    _kinds[kind.code] = kind


def register_source(source: Source) -> None:
    """Add a table that leads to results of a kind registered before."""
    if source.kind not in _kinds:
        raise ValueError(f"{source.kind} is no kind of result")
    _sources[source.code] = source


def register_reader(reader: Reader) -> Reader:
    """Add a function that may know what a pasted text means as a whole."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def kinds_for(user: Any) -> list[Kind]:
    """Return the kinds that the person may look for, in order."""
    return sorted((kind for kind in _kinds.values() if user.has_perm(kind.perm)), key=lambda kind: kind.order)


def sources() -> list[Source]:
    """Return all sources."""
    return list(_sources.values())


def source_of(code: str) -> Source | None:
    """Return the source of a code."""
    return _sources.get(code)


def sources_of(kind: str) -> list[Source]:
    """Return the tables that lead to a kind."""
    return [source for source in _sources.values() if source.kind == kind]


def read(text: str) -> Reading | None:
    """Return what a text means as a whole, by the first reader that knows."""
    return next((found for reader in _readers if (found := reader(text)) is not None), None)
