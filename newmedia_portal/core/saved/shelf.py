"""The views of one list for one person (视图栏): which there are, which is open, with what address each opens."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from ..access.models import Unit
from ..access.scope import posts_of
from ..ready import Ready, Statement, ask, statement_of
from .models import SavedView

MOST = 60
VIEW, COLUMNS, ALL = "view", "cols", "all"
OWN_PARAMETERS = (VIEW, COLUMNS)
SHOWN = (
    "pk", "name", "query", "columns", "owner_id", "owner__username", "owner__full_name",
    "shared_with_id", "shared_with__name", "is_default",
)  # fmt: skip
_statements: Ready[Statement | None] = Ready()


@dataclass(frozen=True)
class Offered:
    """A saved view as the bar offers it; `owner` and `shared_with` are names."""

    pk: int
    name: str
    query: str
    columns: list[str] | None
    owner: str
    shared_with_id: int | None
    shared_with: str
    is_default: bool
    mine: bool
    address: str


@dataclass(frozen=True)
class Shelf:
    """What the bar above a list shows."""

    path: str
    views: list[Offered]
    current: Offered | None
    changed: bool
    query: str
    columns: str
    units: list[Unit]
    default_url: str
    cleared: str

    @property
    def label(self) -> str:
        """The word on the bar."""
        if self.current is None:
            return "我的视图"
        return f"视图：{self.current.name}{'（已改动）' if self.changed else ''}"


def shelf_of(request: HttpRequest, params: QueryDict, columns: list[str], usual: list[str], dropped: Any) -> Shelf:
    """Return the bar; `columns` are shown, `usual` would be, `dropped` are parameters that no view keeps."""
    views = offered_to(request.user, request.path)
    wanted = params.get(VIEW, "")
    current = next((view for view in views if str(view.pk) == wanted), None)
    query, kept = query_of(params, dropped), ",".join(columns) if columns != usual else ""
    changed = current is not None and (query, kept) != (current.query, ",".join(current.columns or []))
    default = next((view for view in views if view.is_default), None)
    units = {post.unit_id: post.unit for post in posts_of(request.user)}
    opens = default.address if default is not None and not request.GET else ""
    cleared = f"?{VIEW}={ALL}" if default is not None else "?"
    return Shelf(request.path, views, current, changed, query, kept, list(units.values()), opens, cleared)


def offered_to(user: Any, path: str) -> list[Offered]:
    """Return the views of one list that a person may use; every list asks, so the statement is kept ready."""
    units = frozenset(post.unit_id for post in posts_of(user))
    statement = _statements.get((user.pk, path, units), lambda: _statement(user, path))
    return [_offered(row, user, path) for row in ask(statement)]


def _statement(user: Any, path: str) -> Statement | None:
    rows = SavedView.objects.filter(path=path).visible_to(user).with_default(user)
    return statement_of(rows.values_list(*SHOWN)[:MOST])


def _offered(row: tuple[Any, ...], user: Any, path: str) -> Offered:
    pk, name, query, columns, owner, username, full_name, unit, unit_name, default = row
    address = _address(path, query, columns, pk)
    words = full_name or username
    return Offered(pk, name, query, columns, words, unit, unit_name or "", default, owner == user.pk, address)


def query_of(params: QueryDict, dropped: Any) -> str:
    """Return filters and order as a view keeps them."""
    kept = params.copy()
    for name in (*dropped, *OWN_PARAMETERS):
        kept.pop(name, None)
    return kept.urlencode()


def address_of(view: SavedView) -> str:
    """Return the address that shows the view, whoever opens it: filters, order and columns stand in it."""
    return _address(view.path, view.query, view.columns, view.pk)


def _address(path: str, kept: str, columns: list[str] | None, pk: int) -> str:
    query = QueryDict(kept, mutable=True)
    if columns:
        query[COLUMNS] = ",".join(columns)
    query[VIEW] = str(pk)
    return f"{path}?{query.urlencode()}"
