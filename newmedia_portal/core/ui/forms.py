"""Forms for people: one base class, one renderer, fields that take what is on the paper."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList

from .days import NotADay, read_day

LONGEST_KEY = 18  # digits; keys are 64 bits wide
UNSTYLED = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class PortalRenderer(TemplatesSetting):
    """Renders forms with templates/components/form/*.html."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
    formset_template_name = "components/form/formset.html"


class PortalErrorList(ErrorList):
    """The errors of one field, tied to it by id."""

    template_name = "components/form/errors.html"


class PortalBoundField(BoundField):
    """Names the article and the example in aria-describedby too, since they stand in the help line."""

    @property
    def aria_describedby(self) -> str:
        """Return the ids of help and errors, in reading order."""
        if self.field.widget.attrs.get("aria-describedby") or not self.auto_id or self.is_hidden:
            return ""
        helped = self.help_text or getattr(self.field, "article", "") or getattr(self.field, "example", "")
        ids = [f"{self.auto_id}_helptext"] if helped else []
        return " ".join([*ids, f"{self.auto_id}_error"] if self.errors else ids)


class DayInput(forms.TextInput):
    """Text for the day as written, beside it the browser's calendar and an echo with the weekday (by script)."""

    template_name = "components/form/day_input.html"

    def format_value(self, value: Any) -> str | None:
        """Show a stored day as 2026-11-23."""
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class DayField(forms.Field):
    """A day (日期) in any of the usual ways of writing it."""

    widget = DayInput
    default_error_messages = {"invalid": "日期看不懂。请写成 2026-3-5 或 2026年3月5日。"}

    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return read_day(value)
        except NotADay as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not texts."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows to choose; a key longer than any row has is no choice, on every database alike."""

    def clean(self, value: Any) -> Any:
        """Return the chosen rows."""
        for key in value if isinstance(value, (list, tuple)) else ():
            if sum(sign.isdigit() for sign in str(key)) > LONGEST_KEY:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super().clean(value)


class PortalFormMixin:
    """What every form of the portal shares; use PortalForm or PortalModelForm.

    `articles` names the article behind a field, `examples` shows how an answer looks.
    """

    articles: dict[str, str] = {}
    examples: dict[str, str] = {}
    bound_field_class = PortalBoundField
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        if kwargs.get("error_class", ErrorList) is ErrorList:  # formsets pass Django's own
            kwargs["error_class"] = PortalErrorList
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name in self.fields:
            self.dress(name)

    def dress(self, name: str) -> None:
        """Give a field its classes, article and example; call it again for a field added later."""
        if type(self.fields[name]) is forms.DateField:
            self.fields[name] = _day_field(self.fields[name])
        field = self.fields[name]
        widget = field.widget
        field.article = self.articles.get(name, getattr(field, "article", ""))  # type: ignore[attr-defined]
        field.example = self.examples.get(name, getattr(field, "example", ""))  # type: ignore[attr-defined]
        if isinstance(widget, forms.CheckboxInput):
            widget.attrs.setdefault("class", "form-check-input")
        elif isinstance(widget, forms.Select) and not isinstance(widget, UNSTYLED):
            widget.attrs.setdefault("class", "form-select")
        elif not isinstance(widget, UNSTYLED):
            widget.attrs.setdefault("class", "form-control")
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
            widget.attrs["rows"] = "4"
        if str(field.error_messages.get("required", "")) == str(forms.Field.default_error_messages["required"]):
            field.error_messages["required"] = _required_words(field)


def _required_words(field: forms.Field) -> str:
    """Return what to do about an empty field."""
    if isinstance(field.widget, forms.CheckboxInput):
        return f"请勾选“{field.label or ''}”。"
    if isinstance(field.widget, (forms.Select, forms.RadioSelect)):
        return f"请选择{field.label or ''}。"
    return f"{'请上传' if isinstance(field, forms.FileField) else '请填写'}{field.label or ''}。"


def _day_field(field: forms.Field) -> DayField:
    """Return a day field in place of Django's own date field."""
    return DayField(
        required=field.required, label=field.label, initial=field.initial, help_text=field.help_text,
        disabled=field.disabled, validators=field.validators,
    )  # fmt: skip


class PortalForm(PortalFormMixin, forms.Form):
    """Base of all plain forms."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """Base of all forms that fill a model."""


class OnceField(forms.UUIDField):
    """A hidden token (防重复提交): the same form sent twice acts once; see `once.act_once`."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", uuid.uuid4)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A token is no answer: an empty row of a formset stays empty."""
        return False
