"""The sign of life of an open case, answered with who else has it open (正在审)."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ...access.guard import guard
from ..kinds import kind_of
from ..presence import DOING, note_presence, others_present


class PresenceForm(forms.Form):
    """Which case, and what the person does with it."""

    object_type = forms.CharField(max_length=50)
    object_id = forms.IntegerField(min_value=1, max_value=2**53)
    doing = forms.ChoiceField(choices=list(DOING.items()))


@guard("core.view_business")
@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """Keep that the person has the case open and say who else has; a hidden case is not found."""
    form = PresenceForm(request.POST)
    kind = kind_of(request.POST.get("object_type", ""))
    if not form.is_valid() or kind is None or kind.visible(request.user, form.cleaned_data["object_id"]) is None:
        raise Http404
    data, now = form.cleaned_data, timezone.now()
    note_presence(data["object_type"], data["object_id"], person=request.user, doing=data["doing"], at=now)
    others = others_present(data["object_type"], data["object_id"], person=request.user, at=now)
    return render(request, "workflow/present.html", {"others": others})
