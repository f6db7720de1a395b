"""One task of a filing as a form: fields, labels, help and articles come from the edition (填报任务)."""

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from accounts.models import MediaAccount
from newmedia_portal.core.ui.forms import DayField, PortalForm
from newmedia_portal.regimes.schema import FieldUse, Task
from newmedia_portal.regimes.vocabulary import CHOICES, FIELDS

from ..compare import Change, text_of
from ..content import ABOUT_THE_FILING, kind_of
from ..models import Filing
from ..problems import Problem

YES_NO = [("yes", "是"), ("no", "否")]
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
NOT_ON_THE_FORM = ("team", "avatar", "qr_code")


class LinkField(forms.CharField):
    """A web address or a service number; other schemes are refused."""

    def clean(self, value: Any) -> Any:
        """Return the text; raise for anything that a browser would run."""
        text = super().clean(value)
        if text and SCHEME.match(text) and not text.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("链接应以 http:// 或 https:// 开头,请从浏览器地址栏复制。")
        return text


class TaskForm(PortalForm):
    """The answers of one task; a draft may be incomplete, so nothing is required while it is saved."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    #: What somebody else saved in the meantime and differs; None where nobody did.
    overtaken: list[Change] | None = None

    def __init__(self, filing: Filing, task: Task, *args: Any, **kwargs: Any) -> None:
        self.filing, self.task = filing, task
        shown = {use.code: shown_value(use.code, filing.data.get(use.code)) for use in task.fields}
        kwargs.setdefault("initial", {**shown, "version": filing.version})
        super().__init__(*args, **kwargs)
        for use in task.fields:
            if use.code not in NOT_ON_THE_FORM:
                self.fields[use.code] = field_for(use, filing)
                self.dress(use.code)

    def show(self, problems: list[Problem]) -> None:
        """Put what is missing at its fields, in the words of the check page, before anything was sent."""
        self._errors = ErrorDict()
        for problem in problems:
            if problem.field in self.fields:
                said = self.error_class([problem.message], renderer=self.renderer, field_id=self[problem.field].auto_id)
                self._errors[problem.field] = said

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as plain data."""
        return {code: plain(value) for code, value in self.cleaned_data.items() if code != "version"}


def field_for(use: FieldUse, filing: Filing) -> forms.Field:
    """Return the form field of one question."""
    spec = FIELDS[use.code]
    common: dict[str, Any] = {"label": use.text, "required": False, "help_text": _help(use, filing)}
    field = _BUILDERS[spec.type](use.code, filing, common)
    field.article = use.article  # type: ignore[attr-defined]
    field.asked = use.required  # type: ignore[attr-defined]
    return field


def _help(use: FieldUse, filing: Filing) -> str:
    """Return the help of a question; where the register knows an answer, that old answer stands beside it."""
    said = text_of(use.code, filing.before.get(use.code)) if use.code not in ABOUT_THE_FILING else ""
    known = f"现登记为:{said[:80]}。" if said else ""
    return known + (use.help or FIELDS[use.code].help)


def plain(value: Any) -> Any:
    """Return an answer as it is stored: days as text, yes and no as truth values."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is not None else ""


def shown_value(code: str, stored: Any) -> Any:
    """Return a stored answer as the form shows it."""
    spec = FIELDS.get(code)
    if spec is None or stored in (None, ""):
        return stored
    if spec.type == "bool":
        return "yes" if stored in (True, "yes") else "no"
    if spec.type == "date":
        try:
            return date.fromisoformat(str(stored))
        except ValueError:
            return stored
    return stored


def _text(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=120, **common)


def _long(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _yes_no(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    return forms.TypedChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, coerce=lambda v: v == "yes", empty_value="", **common
    )


def _choice(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", "请选择"), *_choices_of(code, filing)], **common)


def _multi(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=_choices_of(code, filing), widget=forms.CheckboxSelectMultiple, **common)


def _accounts(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    rows = MediaAccount.objects.running().filter(unit=filing.unit).select_related("platform").order_by("name")
    choices = [
        (str(a.pk), f"{a.name}({a.platform})") for a in rows if code != "merged_accounts" or a.pk != filing.account_id
    ]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


def _unit(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    line = filing.unit.line_department
    choices = [(str(line.pk), line.name)] if line else []
    return forms.ChoiceField(choices=[("", "请选择"), *choices], **common)


def _link(code: str, filing: Filing, common: dict[str, Any]) -> forms.Field:
    field = LinkField(max_length=500, **common)
    if code == "link":
        field.widget.attrs |= {"data-recognise": "/accounts/recognise/", "data-recognise-note": "recognised"}
    return field


def _choices_of(code: str, filing: Filing) -> list[tuple[str, str]]:
    """Return the catalogue's choices, limited to what the edition and the kind of filing know."""
    edition, kind = filing.edition.edition, kind_of(filing)
    if code == "platform":
        return [(item.code, item.text) for item in edition.platforms if item.on]
    if code == "account_kind":
        known = [(item.code, item.text) for item in edition.account_kinds]
        return [pair for pair in known if not kind.account_kinds or pair[0] in kind.account_kinds]
    if code == "account_class":
        classes = [(item.code, item.text) for item in edition.account_classes]
        return [pair for pair in classes if not kind.account_classes or pair[0] in kind.account_classes]
    table = CHOICES[FIELDS[code].choices]
    if code == "functions" and edition.functions:
        return [(item, table[item]) for item in edition.functions]
    if code == "subject_kind":
        return [(item, table[item]) for item in kind.subject_kinds or edition.subject_kinds]
    return list(table.items())


_BUILDERS = {
    "text": _text,
    "long": _long,
    "date": lambda code, filing, common: DayField(**common),
    "bool": _yes_no,
    "choice": _choice,
    "multi": _multi,
    "link": _link,
    "accounts": _accounts,
    "unit": _unit,
    "number": lambda code, filing, common: forms.IntegerField(min_value=0, max_value=10**8, **common),
}
