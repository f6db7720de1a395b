"""The watch list (重点关注): entering and leaving."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duties.views.duty import form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any

from ...actions import rectification as actions
from ...forms.inspections import ReasonForm
from ...forms.rectification import WatchForm
from ...models import WatchListEntry
from .common import DIRECT, METHODS, VIEW, enterable

CRUMB = "重点关注"


@guard(VIEW)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Put an account on the list."""
    if not holds_any(request.user, AUTHORITY):
        raise Http404
    form, home = WatchForm(request.POST or None, accounts=enterable(request)), reverse("assessments:watch-list")

    def act() -> str:
        data = form.cleaned_data
        actions.list_account(data["account"], reason=data["reason"], by=request.user, at=timezone.now())
        return home

    return form_page(request, form, act, title="列入重点关注", button="列入", back=home, crumbs=(CRUMB, home))


@guard(VIEW)
@require_http_methods(METHODS)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an account off the list."""
    rows = WatchListEntry.objects.visible_to(request.user).select_related("unit", "account")
    entry = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(DIRECT, entry):
        raise Http404
    form, home = ReasonForm(request.POST or None, label="移出的原因"), reverse("assessments:watch-list")

    def act() -> str:
        actions.leave(entry, why=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return home

    title = f"移出重点关注：{entry.account}"
    return form_page(request, form, act, title=title, button="移出", back=home, crumbs=(CRUMB, home))
