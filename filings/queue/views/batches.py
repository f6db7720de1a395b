"""Many at once (批量办理): a page that names what was chosen and its faults, then a result for each."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import Column, ListPage
from newmedia_portal.core.workflow.states import Verb

from ...casework import reasons_of
from ...models import Filing
from .. import actions
from ..actions.batches import NOT_FOUND
from ..forms import BatchForm, chosen_items, numbers
from ..listing import JOINED, Row, page_of, rows_for, steps_of
from ..models import Batch, Outcome, Phrase
from .queue import VIEW, number_of

LEAVE_OUT = "这一件现在不由您办理：可能已经办理，或者正在别的环节。"


@dataclass(frozen=True)
class Left:
    """Something chosen that cannot be decided, and why."""

    label: str
    why: str


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Name what was chosen, how much of it and with which faults; then decide it with one opinion."""
    if request.method == "GET":
        return _check_page(request, _chosen(request), BatchForm(initial={"token": uuid4()}))
    form, chosen = BatchForm(request.POST), chosen_items(request.POST.getlist("item"))
    if form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.run_batch(
                chosen,
                token=data["token"],
                verb=data["verb"],
                opinion=data["opinion"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect(done)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    every = numbers(request.POST.getlist("shown")) or [one.filing for one in chosen]
    return _check_page(request, every, form, ticked={one.filing for one in chosen}, status=422)


@guard(VIEW)
@require_http_methods(["GET"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of each item of one's own batch; the page can be opened again."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    items = list(found.items.select_related("filing"))
    visible = Filing.objects.visible_to(request.user).filter(pk__in=[item.filing_id for item in items])
    seen = set(visible.values_list("pk", flat=True))
    counts = {outcome: sum(item.outcome == outcome for item in items) for outcome in Outcome.values}
    context = {
        "batch": found,
        "items": [(item, item.filing_id if item.filing_id in seen else None) for item in items],
        "counts": counts,
        "pending": [item for item in items if item.outcome == Outcome.PENDING],
    }
    return render(request, "filings/queue/result.html", context)


class BatchList(ListPage):
    """One's own batches, newest first."""

    code, title, noun = "batches", "我的批量办理", "次"
    empty = ("还没有批量办理过", "在办理队列里勾选几件，再按“批量办理所选”。")
    exportable = False
    columns = (
        Column("at", "时间", main=True, url=lambda one: one.get_absolute_url()),
        Column("verb", "办理"),
        Column("done", "已办理", numeric=True),
        Column("refused", "未办理", numeric=True),
        Column("opinion", "意见", width=40),
    )

    def rows(self, request: HttpRequest) -> Any:
        """Return the batches of the person with their figures."""
        figures = {word: Count("items", filter=Q(items__outcome=word)) for word in (Outcome.DONE, Outcome.REFUSED)}
        return Batch.objects.visible_to(request.user).annotate(**{word.value: how for word, how in figures.items()})


batch_list = guard(VIEW)(BatchList.as_view())


def _chosen(request: HttpRequest) -> list[int]:
    """Return the filings that were ticked, or those of a page that pass all checks."""
    if "clean" in request.GET:
        page = page_of(request.user, number=number_of(request.GET.get("page")), at=timezone.now())
        return [row.filing.pk for row in page.clean]
    return numbers(request.GET.getlist("chosen"))


def _check_page(
    request: HttpRequest, chosen: list[int], form: BatchForm, *, ticked: set[int] | None = None, status: int = 200
) -> HttpResponse:
    chosen = list(dict.fromkeys(chosen))[: actions.MOST]
    found = Filing.objects.visible_to(request.user).select_related(*JOINED).in_bulk(chosen)
    filings = [found[pk] for pk in chosen if pk in found]
    rows = rows_for(filings, steps_of(request.user), request.user, at=timezone.now())
    known = {row.filing.pk for row in rows}
    left = [Left(f"{found[pk]}（{found[pk].unit}）", LEAVE_OUT) for pk in chosen if pk in found and pk not in known]
    left += [Left(f"编号 {pk}", NOT_FOUND) for pk in chosen if pk not in found]
    rows.sort(key=lambda row: row.verdict.clean)
    context = {
        "form": form,
        "rows": [(row, _is_ticked(row, ticked)) for row in rows],
        "faulty": sum(bool(row.verdict.faults) for row in rows),
        "open": sum(not row.verdict.faults and not row.verdict.clean for row in rows),
        "held": [row for row in rows if row.held_by_colleague],
        "left": left,
        "phrases": Phrase.objects.visible_to(request.user),
        "reasons": reasons_of(rows[0].filing) if rows else [],
        "verbs": {"approve": Verb.APPROVE, "return": Verb.RETURN},
        "back": reverse("filings:queue"),
        "most": actions.MOST,
    }
    return render(request, "filings/queue/batch.html", context, status=status)


def _is_ticked(row: Row, ticked: set[int] | None) -> bool:
    """What is at fault, or taken by a colleague, is decided along with the others only if somebody ticks it."""
    if ticked is not None:
        return row.filing.pk in ticked
    return not row.verdict.faults and not row.held_by_colleague
