"""The cards of impostor cases, people and custody on the workbench and in 待办 (工作台)."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.ui.workbench import Card, register_card, register_todo

from ..desk import ROWS
from ..impostors.desk import my_cases
from ..people.desk import work_of


@register_card
def impostors(request: HttpRequest) -> Card | None:
    """The impostor cases that the person may handle."""
    if not posts_of(request.user):
        return None
    rows = my_cases(request.user).select_related("unit", "platform").order_by("-reported_at", "-pk")
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    note = f"最近的 {ROWS} 件" if len(found) > ROWS else ""
    url = f"{reverse('duties:impostors')}?view=mine"
    return Card("假冒账号", "duties/cards/impostors.html", {"rows": found[:ROWS]}, note=note, url=url, order=19)


@register_card
def people(request: HttpRequest) -> Card | None:
    """What a unit still has to do about leavers, checks and entries; for leavers the department looks on."""
    if not posts_of(request.user):
        return None
    work = work_of(request.user, timezone.localdate())
    if not work:
        return None
    return Card("队伍与口令", "duties/cards/people.html", {"rows": work}, url=reverse("duties:people"), order=24)


@register_todo
def open_people(request: HttpRequest, tab: str) -> Card | None:
    """Leavers, checks and entries, among what is to be done."""
    return people(request) if tab == "todo" else None


@register_todo
def open_impostors(request: HttpRequest, tab: str) -> Card | None:
    """The impostor cases, among what is to be done."""
    return impostors(request) if tab == "todo" else None
