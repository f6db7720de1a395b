"""The errors of a page in one list (错误汇总), each with the id of the field it belongs to."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet


@dataclass(frozen=True)
class FoundError:
    """One error: the words, and the element to go to (empty: the whole form)."""

    message: str
    target: str
    label: str = ""


def found_errors(*forms: Any) -> list[FoundError]:
    """Return the errors of bound forms and formsets in reading order; unbound ones have none."""
    found: list[FoundError] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            found.extend(_formset_errors(form))
        elif isinstance(form, BaseForm):
            found.extend(_form_errors(form))
    return found


def _form_errors(form: BaseForm, place: str = "") -> list[FoundError]:
    if not form.is_bound:
        return []
    found = [FoundError(f"{place}{message}", "") for message in form.non_field_errors()]
    for name in [*form.fields, *(extra for extra in form.errors if extra not in form.fields)]:
        if name == NON_FIELD_ERRORS or name not in form.errors:
            continue
        bound = form[name] if name in form.fields else None
        target = (bound.id_for_label or bound.auto_id or "") if bound and not bound.is_hidden else ""
        label = str(bound.label or "") if bound else ""
        found.extend(FoundError(f"{place}{message}", str(target), label) for message in form.errors[name])
    return found


def _formset_errors(formset: BaseFormSet) -> list[FoundError]:
    if not formset.is_bound:
        return []
    found = [FoundError(str(message), "") for message in formset.non_form_errors()]
    for number, form in enumerate(formset.forms, start=1):
        found.extend(_form_errors(form, f"第 {number} 行:"))
    return found
