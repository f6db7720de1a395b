"""Forms that two people may have open at once: the mark they carry, and what the later one sees (对照差异)."""

from collections.abc import Callable
from difflib import ndiff
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from ..meanwhile import WORDS, mark_of, moved
from .forms import PortalForm

#: A text of more lines than this is compared line by line.
FEW_LINES = 3
MOST_LINES = 40
HIDDEN = {"host": "主机", "digest": "内容"}


class MeanwhileForm(PortalForm):
    """Carries the hidden mark of the values that the form begins from; stands left of another base class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry()

    def carry(self) -> None:
        """Take the mark of what the form begins from; call it again where fields are added later."""
        began = {name: value for name, value in self.initial.items() if name != "seen"}
        self.fields["seen"] = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
        self.initial = {**began, "seen": mark_of(began)}


def on_newest(request: HttpRequest, form: Any, again: Callable[[QueryDict], Any]) -> tuple[Any, list[dict[str, str]]]:
    """Return the form to show after a refused save, and what others changed meanwhile.

    Where nothing was changed, it is the same form. Else `again` builds it over the newest values with what the person
    typed; it carries the newest mark, so that saving it once more is a decision.
    """
    if request.method != "POST":
        return form, []
    data = request.POST.copy()
    fresh = again(data)
    names = moved(data.get("seen", ""), {name: value for name, value in fresh.initial.items() if name != "seen"})
    if not names:
        return form, []
    names = [name for name in names if name in fresh.fields] or names
    data["seen"] = fresh.initial["seen"]
    fresh.add_error(None, WORDS)
    return fresh, [_beside(fresh, name) for name in names]


def _beside(form: Any, name: str) -> dict[str, str]:
    if name not in form.fields:  # what is never shown, such as an address: only that it is another
        return {"label": HIDDEN.get(name, name), "now": str(form.initial[name]), "yours": "未显示"}
    field = form[name]
    return beside(str(field.label), _words(field, form.initial[name]), _words(field, field.value()))


def beside(label: str, now: str, yours: str) -> dict[str, str]:
    """Return one row of the differences; long texts are compared line by line."""
    if max(now.count("\n"), yours.count("\n")) > FEW_LINES:
        lines = list(ndiff(now.splitlines(), yours.splitlines()))
        now, yours = ("\n".join([one for one in lines if one[0] == sign][:MOST_LINES]) for sign in "-+")
    return {"label": label, "now": now or "空", "yours": yours or "空"}


def _words(field: Any, value: Any) -> str:
    """Return a value as the form words it."""
    if isinstance(field.field, forms.BooleanField):
        return "是" if value in (True, "on", "true", "True", "1") else "否"
    named = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    several = value if isinstance(value, (list, tuple)) else [value]
    return "、".join(
        named.get(str(getattr(one, "pk", one)), str(one)) for one in several if one is not None and one != ""
    )
