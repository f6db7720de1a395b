"""What a reviewer fills in (办理意见): one small form for each thing that may be done at a step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from newmedia_portal.core.access.models import User
from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.regimes.schema import Checklist
from newmedia_portal.regimes.schema.reviewing import PostReason

from ..models import Post
from ..states import RANK, Importance

OPINION = 1000
LIST = "list_"


def _opinion(label: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=OPINION, required=required, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )


class StepForm(PortalForm):
    """The step that the reader saw; a later one is not decided by mistake."""

    step = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)


class AgreeForm(StepForm):
    """同意: the lines of the step's checklists, each confirmed, and an opinion that may be left out."""

    opinion = _opinion("意见", required=False)

    def __init__(self, *args: Any, lists: Sequence[Checklist] = (), **kwargs: Any) -> None:
        self.lists = lists
        super().__init__(*args, **kwargs)
        for checklist in lists:
            self.fields[f"{LIST}{checklist.code}"] = forms.MultipleChoiceField(
                label=checklist.label,
                required=False,
                choices=[(line.code, format_html("{} <small>{}</small>", line.text, line.article))
                         for line in checklist.lines],
                widget=forms.CheckboxSelectMultiple,
                help_text="逐项确认;有一项不能确认,请退回修改。",
            )  # fmt: skip
            self.fields[f"{LIST}{checklist.code}"].asked = True  # type: ignore[attr-defined]
            self.dress(f"{LIST}{checklist.code}")
        self.order_fields([*(f"{LIST}{checklist.code}" for checklist in lists), "opinion"])

    def answers(self) -> dict[str, bool]:
        """Return the confirmed lines."""
        return {code: True for name in self.fields if name.startswith(LIST) for code in self.cleaned_data[name]}

    def field_of(self, refused: str) -> str:
        """Return the field of a refusal: for open lines the first list that has some."""
        if refused != "answers":
            return refused
        for checklist in self.lists:
            if {line.code for line in checklist.lines} - set(self.cleaned_data.get(f"{LIST}{checklist.code}", ())):
                return f"{LIST}{checklist.code}"
        return "opinion"


class ReturnForm(StepForm):
    """退回修改: typical reasons of the edition and words of one's own; one of both is needed."""

    reasons = forms.MultipleChoiceField(label="退回理由", required=False, widget=forms.CheckboxSelectMultiple)
    opinion = _opinion("具体意见", required=False)

    def __init__(self, *args: Any, reasons: Iterable[PostReason] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(reason.text, reason.text) for reason in reasons]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["reasons"]

    def clean(self) -> dict[str, Any]:
        """Refuse a return that says nothing."""
        data = super().clean() or {}
        if not data.get("reasons") and not data.get("opinion") and not self.errors:
            self.add_error("opinion", "请选择一条退回理由,或写明要改什么。")
        return data


class SendBackForm(StepForm):
    """退回审次: a tier that was passed, and whether everything between is run again."""

    to_code = forms.ChoiceField(label="退回到", widget=forms.RadioSelect)
    straight = forms.ChoiceField(
        label="之后",
        choices=[("", "重新走后面的审次"), ("yes", "直送回我")],
        required=False,
        widget=forms.RadioSelect,
    )
    opinion = _opinion("理由", required=True)

    def __init__(self, *args: Any, passed: Iterable[Step] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_code"].choices = [(step.code, step.label) for step in passed]  # type: ignore[attr-defined]
        self.fields["straight"].asked = True  # type: ignore[attr-defined]


class RejectForm(StepForm):
    """不同意: the post is not to be published."""

    opinion = _opinion("理由", required=True)


class TransferForm(StepForm):
    """转交: another holder of the same post takes the step."""

    to = forms.ModelChoiceField(label="转交给", queryset=User.objects.none(), empty_label="请选择")
    reason = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, others: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.none() if others is None else others  # type: ignore[attr-defined]


class GradeForm(PortalForm):
    """调整重要程度: raised by whoever holds the step, lowered with reason by those entitled."""

    importance = forms.ChoiceField(label="改为", widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, *args: Any, post: Post, raises: bool, lowers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = RANK[post.importance]
        self.fields["importance"].choices = [  # type: ignore[attr-defined]
            (str(grade), f"{grade.label}({'调高' if RANK[grade] > now else '调低,须写理由'})")
            for grade in Importance
            if (RANK[grade] > now and raises) or (RANK[grade] < now and lowers)
        ]
        self.fields["reason"].asked = True  # type: ignore[attr-defined]


class ReasonForm(PortalForm):
    """One reason, for taking back and opening again."""

    reason = forms.CharField(label="原因", max_length=300)


class UrgeForm(PortalForm):
    """催办, with a word where one is needed."""

    reason = forms.CharField(label="催办说明", max_length=200, required=False)


def typed_in(data: Mapping[str, Any]) -> str:
    """Return the words that a refused form had, for the reader to keep."""
    getlist = getattr(data, "getlist", lambda name: [data[name]] if name in data else [])
    parts = [*getlist("reasons"), *getlist("opinion"), *getlist("reason"), *getlist("note"), *getlist("text")]
    return "\n".join(part.strip() for part in parts if part.strip())
