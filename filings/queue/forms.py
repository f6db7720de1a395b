"""Forms of the queue."""

from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import OnceField, PortalForm
from newmedia_portal.core.workflow.states import Verb

from .actions import Chosen

BIGGEST = 2**53
#: More than are ever on a page: what is beyond cannot have been chosen by hand.
MOST_READ = 500


class QueueDecisionForm(PortalForm):
    """The step the reader saw, what was decided, and the opinion."""

    step = forms.IntegerField(min_value=1, max_value=BIGGEST)
    verb = forms.ChoiceField(choices=[(verb.value, verb.label) for verb in (Verb.APPROVE, Verb.RETURN, Verb.REJECT)])
    opinion = forms.CharField(label="意见", max_length=1000, required=False, widget=forms.Textarea)
    page = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)


class StepForm(PortalForm):
    """The step to take or to let go."""

    step = forms.IntegerField(min_value=1, max_value=BIGGEST)


class BatchForm(PortalForm):
    """One decision with one opinion; the filings stand beside it as `item`, number and step."""

    token = OnceField(required=True)
    verb = forms.ChoiceField(choices=[(Verb.APPROVE.value, "同意"), (Verb.RETURN.value, "退回补正")])
    opinion = forms.CharField(
        label="意见", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每一件都附上这条意见；退回补正须写明理由。",
    )  # fmt: skip


class PhraseForm(PortalForm):
    """A sentence that one writes again and again."""

    text = forms.CharField(label="常用语", max_length=200)
    examples = {"text": "材料齐全，同意备案。"}


def numbers(values: list[Any]) -> list[int]:
    """Return the numbers among what was sent, in order; the rest is no number of anything."""
    found = (int(text) for value in values[:MOST_READ] if (text := str(value)[:20]).isascii() and text.isdigit())
    return [number for number in found if 0 < number <= BIGGEST]


def chosen_items(values: list[Any]) -> list[Chosen]:
    """Read `number:step` pairs; a pair that is none is left out."""
    pairs = (numbers(part) for value in values[:MOST_READ] if (part := str(value)[:60].split(":")) and len(part) == 2)
    return [Chosen(*pair) for pair in pairs if len(pair) == 2]
