"""Opening a link of a message (消息链接): log-in first, the right person, once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from ...access.guard import SIGNED_IN, guard
from ..links import LinkOver, notice_of, outcome_of, use


@guard(SIGNED_IN)
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the page once; afterwards say what was decided and offer the page."""
    try:
        notice = notice_of(token, request.user)
    except LinkOver as over:
        return render(request, "notices/link.html", {"title": "链接已过期", "says": over.message}, status=410)
    if notice is None:
        raise Http404
    target = notice.url or reverse("messages:list")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("messages:list")
    decided = outcome_of(notice)
    if use(notice, at=timezone.now()) and not decided:
        return redirect(target)
    context = {"title": "链接已使用", "notice": notice, "decided": decided, "target": target}
    return render(request, "notices/link.html", context)
