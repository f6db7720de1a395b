"""Trying a scheme on past figures (方案试算): differences explained, nothing stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...forms.quarters import TryForm
from ...models import Quarter
from ...quarters.trying import try_on
from ...scoring import check
from .common import RUN, VIEW, find_scheme, refuse


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def try_scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a text would have given on the figures of a period beside what its own scheme gave."""
    version = find_scheme(request, pk)
    if not request.user.has_perm(RUN, version):
        raise Http404
    quarters = Quarter.objects.filter(root=version.root_id, of_year=False, scored_at__isnull=False)
    form = TryForm(
        request.POST or None, quarters=quarters, initial={"content": version.content, "quarter": quarters.first()}
    )
    trials, faults = None, []
    if request.method == "POST" and form.is_valid():
        scheme, faults = check(form.cleaned_data["content"])
        if scheme is not None and not faults:
            try:
                trials = try_on(form.cleaned_data["quarter"], scheme)
            except Refused as refused:
                refuse(request, refused, form)
    context = {
        "form": form,
        "title": f"试算 · {version.title}",
        "version": version,
        "faults": faults,
        "trials": trials,
        "empty": not quarters.exists(),
    }
    return render(request, "assessments/quarters/try.html", context, status=422 if form.errors or faults else 200)
