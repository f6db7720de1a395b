"""The cards of duty work on the workbench and in 待办 (工作台)."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import holds_any, posts_of
from newmedia_portal.core.ui.workbench import Card, register_card, register_todo

from ..desk import ROWS, desk_rows
from ..incidents.desk import running_incidents
from ..inquiries.clock import remaining
from ..inquiries.desk import nearest, waiting_messages
from ..rosters.desk import my_shifts, note_before


@register_card
def reposts(request: HttpRequest) -> Card | None:
    """The tasks that wait for a writer, or that the department has running."""
    issues = holds_any(request.user, AUTHORITY)
    if not issues and not holds_any(request.user, WRITERS):
        return None
    rows, more = desk_rows(request.user, timezone.localdate())
    if not rows:
        return None
    title, note = "转发任务" if issues else "待转发", f"期限最近的 {ROWS} 项" if more else ""
    return Card(title, "duties/desk.html", {"rows": rows}, note=note, url=reverse("duties:reposts"), order=20)


@register_card
def messages(request: HttpRequest) -> Card | None:
    """The messages that wait for the person, the nearest due day first."""
    if not posts_of(request.user):
        return None
    found, today = nearest(request.user, ROWS + 1), timezone.localdate()
    if not found:
        return None
    more = len(found) > ROWS
    return Card(
        "待答复留言",
        "duties/cards/messages.html",
        {"rows": [(message, remaining(message, today)) for message in found[:ROWS]]},
        note=f"期限最近的 {ROWS} 条" if more else "",
        url=f"{reverse('duties:messages')}?view=mine",
        order=22,
        waiting=waiting_messages(request.user).count() if more else len(found),
    )


@register_card
def incidents(request: HttpRequest) -> Card | None:
    """The incidents that run where the person has something to do with them."""
    if not posts_of(request.user):
        return None
    found = list(running_incidents(request.user).select_related("unit").order_by("-found_at", "-pk")[: ROWS + 1])
    if not found:
        return None
    note = f"最近的 {ROWS} 起" if len(found) > ROWS else ""
    url = f"{reverse('duties:incidents')}?view=mine"
    return Card("未办结事件", "duties/cards/incidents.html", {"rows": found[:ROWS]}, note=note, url=url, order=18)


@register_card
def shifts(request: HttpRequest) -> Card | None:
    """The person's own shifts today, with the note of the shift before, and what is yet to be handed over."""
    found = my_shifts(request.user, timezone.now()) if posts_of(request.user) else []
    if not found:
        return None
    rows = [(shift, note_before(shift)) for shift in found[:ROWS]]
    return Card("我的值班", "duties/cards/shifts.html", {"rows": rows}, url=reverse("duties:rosters"), order=16)


@register_todo
def waiting(request: HttpRequest, tab: str) -> Card | None:
    """The messages that wait for the person, among what is to be done."""
    return messages(request) if tab == "todo" else None


@register_todo
def open_incidents(request: HttpRequest, tab: str) -> Card | None:
    """The incidents that run, among what is to be done."""
    return incidents(request) if tab == "todo" else None
