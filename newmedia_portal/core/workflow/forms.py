"""The small forms behind 更多办理方式: one for each way of handling a step beside agreeing, returning and refusing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from ..access.models import User
from ..refusals import Refused
from ..ui.forms import PortalForm
from .consulting import Asked
from .models import Run, Step
from .people import named, near
from .states import CopyKind, Mode

MODES = [(Mode.ALL, "会签（都要同意）"), (Mode.ANY, "或签（一人同意即可）"), (Mode.RATIO, "按比例")]
KINDS = [(CopyKind.COPY, "抄送（知悉即可）"), (CopyKind.CIRCULATE, "传阅（请标记已阅）")]


def _words(label: str, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, widget=forms.Textarea(attrs={"rows": rows}), strip=True
    )


class StepForm(PortalForm):
    """The step that the reader saw; a later one is not moved by mistake."""

    step = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)


class SendBackForm(StepForm):
    """退回环节: a step that was passed, and whether everything between is run again."""

    to_code = forms.ChoiceField(label="退回到", widget=forms.RadioSelect)
    straight = forms.ChoiceField(
        label="之后",
        choices=[("", "重新走后面的环节"), ("yes", "办完直接送回我")],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = _words("退回理由")

    def __init__(self, *args: Any, passed: Iterable[Step] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_code"].choices = [(step.code, step.label) for step in passed]  # type: ignore[attr-defined]
        self.fields["straight"].asked = True  # type: ignore[attr-defined]


class OpineForm(StepForm):
    """提出意见: what somebody thinks to whom a step was delegated; then it goes back."""

    reason = _words("意见", rows=3)


class TransferForm(StepForm):
    """转交: another holder of the same post takes the step."""

    to = forms.ModelChoiceField(label="转交给", queryset=User.objects.none(), empty_label="请选择")
    reason = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, others: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.none() if others is None else others  # type: ignore[attr-defined]


class PeopleForm(PortalForm):
    """People by name: colleagues near by as boxes, others typed."""

    near = forms.MultipleChoiceField(label="人员", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="其他人员", max_length=300, required=False, help_text="填姓名或用户名，多人用逗号分开。"
    )

    def __init__(self, *args: Any, user: User | Any, run: Run, step: Step | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offered = {str(one.pk): one for one in near(user, run, unit=step.unit if step else None)}
        self.fields["near"].choices = [(pk, str(one)) for pk, one in self.offered.items()]  # type: ignore[attr-defined]
        self.fields["near"].asked = True  # type: ignore[attr-defined]
        if not self.offered:
            del self.fields["near"]

    def clean(self) -> dict[str, Any]:
        """Find the people; nobody at all is refused."""
        data = super().clean() or {}
        people = [self.offered[pk] for pk in data.get("near", ())]
        try:
            people += named(self.user, data.get("others", ""))
        except Refused as refused:
            self.add_error("others", refused.message)
        data["people"] = list(dict.fromkeys(people))
        if not data["people"] and not self.errors:
            self.add_error("others", "请至少选择或填写一位人员。")
        return data

    def field_of(self, refused: str) -> str:
        """Return the field at which a refusal about the people stands."""
        return "others" if refused == "people" else refused


class DelegateForm(PeopleForm):
    """委派: one person is asked for an opinion, then the step comes back."""

    step = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    reason = forms.CharField(label="请对方看什么", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Take exactly one person."""
        data = super().clean()
        if len(data.get("people", ())) > 1:
            self.add_error("others", "委派一次只能选一位；需要多人意见请用前加签。")
        return data


class SignersForm(PeopleForm):
    """加签: others sign before or after one's own decision."""

    step = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    mode = forms.ChoiceField(label="多人时", choices=MODES, initial=Mode.ALL)
    percent = forms.IntegerField(label="同意比例（%）", min_value=1, max_value=100, required=False,
                                 help_text="只在按比例时填写。")  # fmt: skip
    reason = forms.CharField(label="说明", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the share where it counts."""
        data = super().clean()
        if data.get("mode") == Mode.RATIO and not data.get("percent"):
            self.add_error("percent", "请填写同意比例，例如 60。")
        return data

    def asked(self) -> Asked:
        """Return who is asked, and how they decide."""
        data = self.cleaned_data
        return Asked(data["people"], data["mode"], data["percent"] if data["mode"] == Mode.RATIO else None)


class RemoveForm(PortalForm):
    """减签: what one added and nobody has acted on."""

    which = forms.ChoiceField(label="减去", widget=forms.RadioSelect)
    reason = forms.CharField(label="原因", max_length=300, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = list(choices)  # type: ignore[attr-defined]


class CopyForm(PeopleForm):
    """抄送、传阅: to whom, and why."""

    kind = forms.ChoiceField(label="方式", choices=KINDS, initial=CopyKind.COPY)
    reason = forms.CharField(label="说明", max_length=300, required=False)


class ReasonForm(PortalForm):
    """One reason, for what takes something back."""

    reason = _words("原因")


class ReadForm(PortalForm):
    """已阅, with a remark where one is to be left."""

    reason = forms.CharField(label="阅后意见", max_length=300, required=False)
