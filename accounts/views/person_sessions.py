"""Where a person is signed in, and ending it (强制下线); the system administrator's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.sessions.actions import force_off
from newmedia_portal.core.sessions.keeping import living

from ..forms.people import ForceOffForm
from .common import form_page, run
from .people import visible_people


@guard("core.end_sessions")
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the living sessions of a person and end them all, with a reason."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    at, form = timezone.now(), ForceOffForm(request.POST or None)
    back = reverse("people:detail", args=[person.pk])
    ended: list[int] = []

    def act(data: dict[str, Any]) -> None:
        ended.append(force_off(person, by=request.user, at=at, **data))

    if request.method == "POST" and run(form, act):
        messages.success(request, f"已结束{person}的 {ended[0]} 处登录。")
        return redirect("people:sessions", person.pk)
    return form_page(
        request, form, title="登录设备与强制下线", button="强制下线", back=back, crumbs=(person.full_name, back),
        template="people/sessions.html", rows=list(living(person, at=at)), person=person, danger=True,
    )  # fmt: skip
