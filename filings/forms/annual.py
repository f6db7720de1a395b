"""Forms of the annual check (年度检查表单)."""

from django import forms

from newmedia_portal.core.ui.forms import OnceField, PortalForm


class OpenForm(PortalForm):
    """Which year is to be reported."""

    year = forms.IntegerField(label="报告年度", min_value=2000, max_value=2099)
    token = OnceField()


class ReopenForm(PortalForm):
    """Why a unit may report again."""

    reason = forms.CharField(label="重新填报的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    token = OnceField()
