"""The calendar of due dates (期限日历): the page of the person, and what a calendar program reads without log-in."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ...access.guard import PUBLIC, SIGNED_IN, guard
from ...counting import count
from .. import feed
from ..links import site
from ..models import CalendarFeed

AN_HOUR = 3600
KEY = "calendar_address"


@guard(SIGNED_IN)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the person's due dates and whether an address exists; a new one is shown this once."""
    today = timezone.localdate()
    context = {
        "title": "期限日历",
        "today": today,
        "entries": feed.entries_of(request.user, today),
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": request.session.pop(KEY, ""),
    }
    return render(request, "notices/calendar.html", context)


@guard(SIGNED_IN)
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make a new address; the one before ends."""
    token = feed.renew(request.user, at=timezone.now())
    request.session[KEY] = f"{site()}{reverse('messages:feed', args=[token])}"
    messages.success(request, "订阅地址已生成，请现在复制。")
    return redirect("messages:calendar")


@guard(SIGNED_IN)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End the address."""
    feed.revoke(request.user, at=timezone.now())
    messages.success(request, "订阅地址已取消，日历程序不能再读取。")
    return redirect("messages:calendar")


@guard(PUBLIC)
@require_GET
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program the due dates of whoever owns the address; what is unknown is not found."""
    if not _may_read(token):
        return _too_often()
    row = feed.feed_of(token)
    if row is None:
        if not _may_read(f"unknown from {request.META.get('REMOTE_ADDR', '')}"):
            return _too_often()
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    CalendarFeed.objects.filter(pk=row.pk).exclude(read_on=today).update(read_on=today)
    body = feed.write(feed.entries_of(row.user, today), at=now)
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _too_often() -> HttpResponse:
    return HttpResponse("读取过于频繁。", status=429, headers={"Retry-After": str(AN_HOUR)})


def _may_read(text: str) -> bool:
    """Count readings of one address, and guesses from one place, within the hour; both are kept as hashes."""
    key = f"calendar-feed:{hashlib.sha256(f'{settings.SECRET_KEY}{text}'.encode()).hexdigest()[:32]}"
    return count(key, seconds=AN_HOUR) <= settings.CALENDAR_READS_PER_HOUR
