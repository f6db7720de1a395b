"""A list page is a declaration (列表页): rows, filters, columns; everything else is the same everywhere."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from ...access.scope import scope_of
from ...saved.shelf import COLUMNS, Shelf, shelf_of
from .columns import Column, rows_html
from .exports import export_rows
from .filters import CURSORS, PortalFilterSet, asked_for, chips_of, fields_html, harmless, without
from .later import hand_over
from .many import filters_in, keep_as_many, known_to_be_many
from .paging import Keyset, Order, Slice

MOST_COUNTED = 10_000


@dataclass(frozen=True)
class BatchAction:
    """A button of the batch bar: posts the boxes `chosen` to an address."""

    label: str
    url: str
    testid: str = ""
    danger: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column as the table shows it."""

    label: str
    numeric: bool
    url: str
    direction: str


#: What an empty list says while filters are on, unless its own words say so: nothing was found, not: nothing is there.
HIT = "符合条件"
NO_HIT = ("没有符合条件的记录", "可以去掉部分筛选条件再查。")


class ListPage(View):
    """Base of all list pages. Declare the class attributes, write `rows`, wrap `as_view()` in a guard."""

    code: ClassVar[str]
    title: ClassVar[str]
    noun: ClassVar[str] = "条"
    columns: ClassVar[Sequence[Column]]
    filterset_class: ClassVar[type[PortalFilterSet]] = PortalFilterSet
    order: ClassVar[str] = "-pk"
    size: ClassVar[int] = 50
    template_name: ClassVar[str] = "components/list_page.html"
    empty: ClassVar[tuple[str, ...]] = NO_HIT
    export_limit: ClassVar[int] = 10_000
    exportable: ClassVar[bool] = True

    @abstractmethod
    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see, with what the columns read joined in."""

    def batch(self, request: HttpRequest) -> Sequence[BatchAction]:
        """Return the actions on chosen rows; none: no boxes."""
        return ()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a template of one's own needs besides the list."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show one page of the list, or export what it shows."""
        params = harmless(request.GET)
        filters = self.filterset_class(asked_for(params), queryset=self.rows(request), request=request)
        found = filters.qs
        columns = self.chosen_columns(request)
        keyset = Keyset(found, self._order(params), self.size)
        shelf = self._shelf(request, params, columns)
        if shelf is not None and shelf.default_url:
            return HttpResponseRedirect(shelf.default_url)
        if self.exportable and params.get("export") == "xlsx":
            says = ";".join(f"{chip.label}:{chip.text}" for chip in chips_of(filters, params))
            return self._export(request, keyset, columns, says)
        page = keyset.page(
            after=params.get("after", ""), before=params.get("before", ""), last=params.get("last") == "1"
        )
        batch, chips = self.batch(request), chips_of(filters, params)
        question = (request.path, request.user.pk, scope_of(request.user), filters_in(params))
        context = {
            "list": self, "title": self.title, "filters": filters, "page": page, "batch": batch,
            "empty": NO_HIT if chips and HIT not in self.empty[0] else self.empty,
            "chips": chips, "count": self._count(found, page, question),
            "heads": self._heads(params, columns), "rows_html": rows_html(page.rows, columns, choose=bool(batch)),
            "links": self._links(params, page),
            "all_columns": [(column, column in columns) for column in self.columns],
            "shelf": shelf, "number": _page_number(params), "width": len(columns) + bool(batch),
            "bare": shelf.cleared if shelf else without(QueryDict(), ""),
            "has_errors": filters.is_bound and bool(filters.form.errors), "filter_fields": fields_html(filters),
        }  # fmt: skip
        return render(request, self.template_name, context | self.context(request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember which columns this person wants to see for as long as the session lasts."""
        chosen = request.POST.getlist("columns")
        request.session[f"columns:{self.code}"] = [column.code for column in self.columns if column.code in chosen]
        params = request.GET.copy()
        params.pop(COLUMNS, None)
        return HttpResponseRedirect(f"{request.path}?{params.urlencode()}" if params else request.path)

    def chosen_columns(self, request: HttpRequest) -> list[Column]:
        """Return the columns to show: those of the address or remembered, else the usual ones; fixed ones always."""
        codes = request.session.get(f"columns:{self.code}")
        if request.GET.get(COLUMNS):
            codes = request.GET[COLUMNS].split(",")
        return [
            column
            for column in self.columns
            if column.fixed or column.main or (column.shown if codes is None else column.code in codes)
        ]

    def _shelf(self, request: HttpRequest, params: QueryDict, columns: Sequence[Column]) -> Shelf | None:
        """Return the saved views of this list; an export has none."""
        if "export" in params:
            return None
        usual = [column.code for column in self.columns if column.fixed or column.main or column.shown]
        return shelf_of(request, params, [column.code for column in columns], usual, (*CURSORS, "export"))

    def _order(self, params: QueryDict) -> Order:
        wanted = params.get("sort", "")
        column = next((c for c in self.columns if c.sort and c.code == wanted.removeprefix("-")), None)
        if column is None:
            return Order.read(self.order)
        return Order(Order.read(column.sort).path, wanted.startswith("-"))

    def _count(self, found: QuerySet[Any], page: Slice, question: object) -> str:
        """Return how many rows there are; counting stops at 10,000. A list of one page needs no query."""
        if page.is_first and page.is_last:
            return str(len(page.rows))
        if not known_to_be_many(question):
            number = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
            if number <= MOST_COUNTED:
                return f"{number:,}"
            keep_as_many(question)
        return f"{MOST_COUNTED:,}+"

    def _heads(self, params: QueryDict, columns: Sequence[Column]) -> list[Head]:
        wanted = params.get("sort", "")
        heads = []
        for column in columns:
            direction = ""
            if wanted.removeprefix("-") == column.code:
                direction = "descending" if wanted.startswith("-") else "ascending"
            turned = f"-{column.code}" if direction == "ascending" else column.code
            url = _with(params, sort=turned) if column.sort else ""
            heads.append(Head(column.label, column.numeric, url, direction if column.sort else ""))
        return heads

    def _links(self, params: QueryDict, page: Slice) -> dict[str, str]:
        number = _page_number(params)
        links = {"export": _with(params, export="xlsx") if self.exportable and page.rows else ""}
        if not page.is_first:
            links["first"] = _with(params)
        if page.before and not page.is_first:
            links["before"] = _with(params, before=page.before, p=str(number - 1) if number > 2 else "")
        if page.after and not page.is_last:
            links["after"] = _with(params, after=page.after, p=str(number + 1) if number else "")
        if not page.is_last:
            links["last"] = _with(params, last="1")
        return links

    def _export(self, request: HttpRequest, keyset: Keyset, columns: Sequence[Column], says: str) -> HttpResponseBase:
        """Answer with a workbook at once, or hand a long list over to the download centre."""
        rows = keyset.ordered()
        if rows.values("pk")[self.export_limit : self.export_limit + 1].exists():
            return hand_over(request, self.title, columns, says, timezone.localtime())
        return export_rows(rows, columns, title=self.title, by=request.user, at=timezone.localtime())

    def exported(self, request: HttpRequest, codes: Sequence[str]) -> tuple[QuerySet[Any], list[Column]]:
        """Return all rows that the address of the request asks for, in its order, and the columns of these codes."""
        params = harmless(request.GET)
        found = self.filterset_class(asked_for(params), queryset=self.rows(request), request=request).qs
        return Keyset(found, self._order(params), self.size).ordered(), [c for c in self.columns if c.code in codes]


def _with(params: QueryDict, **changes: str) -> str:
    """Return the query string with some parameters set; cursors and the export flag never linger."""
    query = params.copy()
    for name in (*CURSORS, "export"):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _page_number(params: QueryDict) -> int:
    """Return the number of the page as far as it is known: 1 without a cursor, 0 where it is not."""
    if not any(name in params for name in ("after", "before", "last")):
        return 1
    text = params.get("p", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 6 else 0
