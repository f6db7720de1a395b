"""The views of one list for one person (视图栏): which there are, which is open, with what address each opens."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from ..access.models import Unit
from ..access.scope import posts_of
from .models import SavedView

MOST = 60
VIEW, COLUMNS, ALL = "view", "cols", "all"
OWN_PARAMETERS = (VIEW, COLUMNS)
SHOWN = ("path", "name", "query", "columns", "owner__username", "owner__full_name", "shared_with__name")


@dataclass(frozen=True)
class Shelf:
    """What the bar above a list shows."""

    path: str
    views: list[SavedView]
    current: SavedView | None
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
    rows = SavedView.objects.filter(path=request.path).visible_to(request.user).with_default(request.user)
    views = list(rows.select_related("owner", "shared_with").only(*SHOWN)[:MOST])
    for view in views:
        view.address = address_of(view)  # type: ignore[attr-defined]
        view.mine = view.owner_id == request.user.pk  # type: ignore[attr-defined]
    wanted = params.get(VIEW, "")
    current = next((view for view in views if str(view.pk) == wanted), None)
    query, kept = query_of(params, dropped), ",".join(columns) if columns != usual else ""
    changed = current is not None and (query, kept) != (current.query, ",".join(current.columns or []))
    default = next((view for view in views if view.is_default), None)  # type: ignore[attr-defined]
    units = {post.unit_id: post.unit for post in posts_of(request.user)}
    opens = address_of(default) if default is not None and not request.GET else ""
    cleared = f"?{VIEW}={ALL}" if default is not None else "?"
    return Shelf(request.path, views, current, changed, query, kept, list(units.values()), opens, cleared)


def query_of(params: QueryDict, dropped: Any) -> str:
    """Return filters and order as a view keeps them."""
    kept = params.copy()
    for name in (*dropped, *OWN_PARAMETERS):
        kept.pop(name, None)
    return kept.urlencode()


def address_of(view: SavedView) -> str:
    """Return the address that shows the view, whoever opens it: filters, order and columns stand in it."""
    query = QueryDict(view.query, mutable=True)
    if view.columns:
        query[COLUMNS] = ",".join(view.columns)
    query[VIEW] = str(view.pk)
    return f"{view.path}?{query.urlencode()}"
