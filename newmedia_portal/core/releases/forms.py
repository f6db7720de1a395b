"""Forms of four eyes."""

from django import forms

from ..ui.forms import PortalForm


class RefuseForm(PortalForm):
    """Why a request is not released."""

    answer = forms.CharField(label="不同意的原因", max_length=200, widget=forms.Textarea(attrs={"rows": "2"}))
