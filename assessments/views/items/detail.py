"""One published item (发布记录): its figures with their sources, its history; corrected, taken down, restored."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.common import form_page, run
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.ui.meanwhile import on_newest

from ...actions.items import record
from ...forms.items import CorrectForm, ReasonForm, WithdrawForm
from ...models import PublishedItem
from ...provenance import changes_of, events_of, figures_of, source_words
from .common import ENTER, VIEW, find_item, find_own_item


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item."""
    item = find_item(request, pk)
    changes = changes_of(item)
    context = {
        "title": item.title,
        "item": item,
        "source": source_words(item),
        "figures": figures_of(item, changes),
        "events": events_of(item, changes),
        "can_enter": request.user.has_perm(ENTER, item.account),
    }
    return render(request, "assessments/items/item.html", context)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an item by hand."""
    item = find_own_item(request, pk)
    form = CorrectForm(request.POST or None, initial=record.standing(item))
    if request.method == "POST" and run(
        form,
        lambda data: record.correct_item(
            item, form.told(item.account), reason=data["reason"], by=request.user, at=timezone.now(), seen=data["seen"]
        ),
    ):
        return redirect("assessments:item", item.pk)
    form, differences = on_newest(
        request, form, lambda data: CorrectForm(data, initial=record.standing(find_own_item(request, pk)))
    )
    lead = "原来的内容和数字保留在更新记录中。"
    return _page(request, item, form, title="更正发布记录", button="更正", lead=lead, differences=differences)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an item as taken down or entered by mistake."""
    item = find_own_item(request, pk)
    form = WithdrawForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and run(
        form,
        lambda data: record.withdraw_item(
            item, on=data["on"], reason=data["reason"], by=request.user, at=timezone.now()
        ),
    ):
        return redirect("assessments:item", item.pk)
    lead = "用于已从平台删除或登记有误的信息。记录保留,不再计入条数和次数。"
    return _page(request, item, form, title="撤下发布记录", button="撤下", lead=lead, danger=True)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an item count again."""
    item = find_own_item(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and run(
        form, lambda data: record.restore_item(item, reason=data["reason"], by=request.user, at=timezone.now())
    ):
        return redirect("assessments:item", item.pk)
    return _page(request, item, form, title="恢复发布记录", button="恢复", lead="恢复后重新计入条数和次数。")


def _page(
    request: HttpRequest, item: PublishedItem, form: ReasonForm | CorrectForm, *, title: str, button: str, lead: str,
    danger: bool = False, differences: Sequence[dict[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    page = reverse("assessments:item", args=[item.pk])
    crumb = item.title[:30]
    return form_page(
        request, form, title=title, button=button, back=page, crumbs=(crumb, page), lead=lead, danger=danger,
        differences=differences,
    )  # fmt: skip
