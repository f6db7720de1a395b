"""The form of a bulletin (通报): its head, and a text for each section."""

from collections.abc import Sequence
from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import PortalModelForm

from ..models import Bulletin, BulletinSection

LONGEST = 20_000
OPENING = "开头(依据)"


class BulletinForm(PortalModelForm):
    """A draft: everything may be changed, nothing but the title and the signer must be filled in while drafting."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    examples = {"number": "示例发〔2026〕12号", "to": "各镇人民政府，县直各部门"}

    class Meta:
        """The head of the letter."""

        model = Bulletin
        fields = ("title", "number", "to", "demand_on", "signer", "dated_on")

    def __init__(self, *args: Any, sections: Sequence[BulletinSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [section.code for section in sections]
        for section in sections:
            name = f"text_{section.code}"
            self.fields[name] = forms.CharField(
                label=section.heading or OPENING,
                initial=section.text,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": "8" if section.heading else "4"}),
            )
            self.dress(name)
        self.fields["dated_on"].help_text = "不填时，定稿当天为成文日期。"
        self.order_fields(["title", "number", "to", *(f"text_{code}" for code in self.codes)])

    def texts(self) -> dict[str, str]:
        """Return the texts by code of section, as far as they passed."""
        return {code: self.cleaned_data[f"text_{code}"] for code in self.codes if f"text_{code}" in self.cleaned_data}

    def values(self) -> dict[str, Any]:
        """Return the head, as far as it passed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
