"""The calendar of planned posts (发布计划): what is to be published when, on which account, and how far it is."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.workdays import working_days

from ..models import Post
from ..statistics import month_of, span_of
from .common import VIEW

MOST = 600


@guard(VIEW)
@require_http_methods(["GET"])
def planned(request: HttpRequest) -> HttpResponse:
    """One month, week by week from Monday; days off are marked."""
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    since, until = span_of(month)
    posts = Post.objects.visible_to(request.user).filter(planned_at__gte=since, planned_at__lt=until)
    rows = posts.select_related("unit").defer("body", "source").order_by("planned_at", "pk")[:MOST]
    by_day: dict[date, list[Post]] = {}
    for post in rows:
        by_day.setdefault(timezone.localdate(post.planned_at), []).append(post)
    context = {
        "month": month,
        "weeks": _weeks(month, by_day),
        "before": f"{month - timedelta(days=1):%Y-%m}",
        "after": f"{timezone.localdate(until):%Y-%m}",
        "count": sum(len(posts) for posts in by_day.values()),
        "today": timezone.localdate(),
    }
    return render(request, "reviews/planned.html", context)


def _weeks(month: date, by_day: dict[date, list[Post]]) -> list[list[dict[str, Any]]]:
    calendar = working_days.current()
    return [
        [
            {
                "day": day,
                "inside": day.month == month.month,
                "off": not calendar.is_workday(day),
                "posts": by_day.get(day, ()) if day.month == month.month else (),
            }
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
