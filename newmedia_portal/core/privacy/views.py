"""The page of the notice: read before work, and again at any time from the menu of the person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..access.guard import SIGNED_IN, guard
from ..refusals import Refused
from .actions import confirm_notice
from .notice import current_notice, must_read


@guard(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the notice; note that it was read."""
    notice = current_notice()
    if request.method == "POST":
        try:
            confirm_notice(request.user, version=request.POST.get("version", ""), at=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal.message)
            return redirect("privacy")
        return redirect("workbench")
    known = request.user.privacy_version == notice.version
    context = {"title": notice.title, "notice": notice, "known": known, "must": must_read(request.user)}
    return render(request, "registration/privacy.html", context)
