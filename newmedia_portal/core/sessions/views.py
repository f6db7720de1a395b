"""Where one is signed in (登录设备): the list, and ending what is not this one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import SIGNED_IN, guard
from ..passwords.age import days_left
from . import actions
from .keeping import living


@guard(SIGNED_IN)
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """Show the living sessions of the person, this one first."""
    at, here = timezone.now(), request.session.session_key
    rows = sorted(living(request.user, at=at), key=lambda row: row.key != here)
    context = {
        "title": "登录设备",
        "rows": [(row, row.key == here) for row in rows],
        "others": any(row.key != here for row in rows),
        "days_left": days_left(request.user, at=at),
    }
    return render(request, "registration/devices.html", context)


@guard(SIGNED_IN)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session elsewhere; this one ends by signing out."""
    at = timezone.now()
    others = living(request.user, at=at).exclude(key=request.session.session_key or "")
    row = get_object_or_404(others, pk=pk)
    actions.end_session(row, by=request.user, at=at)
    messages.success(request, f"已结束“{row.browser}”上的登录。")
    return redirect("devices")


@guard(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions elsewhere."""
    number = actions.end_others(request.user, keep=request.session.session_key, at=timezone.now())
    messages.success(request, f"已结束其他 {number} 处登录。" if number else "没有其他登录。")
    return redirect("devices")
