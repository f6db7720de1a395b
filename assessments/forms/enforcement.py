"""Forms of measures and commendations (处置表单): only what the chosen measure asks for is shown."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm
from newmedia_portal.regimes.schema import Edition

from ..actions.enforcement import Proposal
from ..enforcing.facts import Fact
from ..enforcing.measures import Measure
from ..enforcing.states import CaseKind, Delivery
from ..models import EnforcementCase

ROWS = {"rows": 4}


class AccountChoice(forms.ModelChoiceField):
    """An account of the unit, named with its platform."""

    def label_from_instance(self, obj: MediaAccount) -> str:  # type: ignore[override]
        """Return name and platform."""
        return f"{obj.name}（{obj.platform}）"


class ProposalForm(PortalForm):
    """One measure: the facts, what is asked, and what its target needs."""

    account = AccountChoice(label="账号", queryset=None, required=False, empty_label="不限于一个账号")
    facts = forms.MultipleChoiceField(
        label="系统中的事实", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="勾选作为依据的事实，提出时按当时的内容留存。逾期等情况只是事实，是否处置由人决定。",
    )  # fmt: skip
    words = forms.CharField(
        label="事实和理由", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明什么时间、什么情况、此前做过什么工作。这段文字写进文书。",
    )  # fmt: skip
    link = forms.CharField(
        label="信息链接或位置", max_length=500, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    category = forms.ChoiceField(label="内容类别", required=False)
    persons = forms.CharField(
        label="涉及人员和职务", max_length=300, required=False,
        help_text="只有部门负责人、提出人和该单位主要领导能看到这件处置。",
    )  # fmt: skip
    partners = forms.CharField(label="移送或联合处置的单位", max_length=300, required=False)
    demand = forms.CharField(label="要求", max_length=2000, required=False, widget=forms.Textarea(attrs=ROWS))
    due_on = DayField(
        label="完成期限", required=False, help_text="条文没有规定天数的，由您确定；不填就没有期限，不计逾期。"
    )
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2099)
    token = OnceField()

    def __init__(
        self, *args: Any, unit: Unit, measure: Measure, edition: Edition, facts: list[Fact], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.known = measure, {fact.key: fact for fact in facts}
        rows = MediaAccount.objects.running().filter(unit=unit).select_related("platform").order_by("name", "pk")
        if measure.target == "group":
            rows = rows.filter(platform__is_group=True)
        self.fields["account"].queryset = rows  # type: ignore[attr-defined]
        if measure.needs_account:
            self.fields["account"].required = True
            self.fields["account"].empty_label = "请选择"  # type: ignore[attr-defined]
        self.fields["facts"].choices = [(fact.key, fact.text) for fact in facts]  # type: ignore[attr-defined]
        listed = [(one.code, f"{one.article} {one.paraphrase}") for one in edition.prohibited]
        self.fields["category"].choices = [("", "不涉及"), *listed]  # type: ignore[attr-defined]
        self._leave_out(bool(facts))

    def _leave_out(self, has_facts: bool) -> None:
        """Drop the questions that this measure does not ask."""
        measure = self.measure
        gone = {
            "persons": measure.target != "person", "partners": measure.target != "referral",
            "year": not measure.counts_for_a_year, "facts": not has_facts,
            "link": measure.kind == CaseKind.REWARD, "category": measure.kind == CaseKind.REWARD,
            "due_on": measure.kind == CaseKind.REWARD,
        }  # fmt: skip
        for name, leaves in gone.items():
            if leaves:
                del self.fields[name]
        for name, asked in (("persons", "person"), ("partners", "referral"), ("link", "post")):
            if name in self.fields and measure.target == asked:
                self.fields[name].required = True

    @property
    def proposal(self) -> Proposal:
        """What is proposed; call on a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("token", "facts")}
        chosen = tuple(self.known[key] for key in self.cleaned_data.get("facts", []))
        return Proposal(measure=self.measure.code, facts=chosen, **data)


def draft_initial(case: EnforcementCase) -> dict[str, Any]:
    """Return what a draft says, for the form that takes it up."""
    names = ("account", "link", "category", "persons", "partners", "demand", "due_on", "year")
    kept = {name: getattr(case, name) for name in names}
    keys = [f"{basis.code}:{basis.object_id}" for basis in case.bases.all() if basis.object_id]
    return {**kept, "words": case.facts, "facts": keys}


class DecideForm(forms.Form):
    """The decision; the buttons carry the verdict."""

    verdict = forms.ChoiceField(choices=[("approve", "同意"), ("refuse", "不同意")])
    opinion = forms.CharField(label="意见", max_length=500, required=False)


class DeliverForm(PortalForm):
    """How and when the decision reached its addressee."""

    delivery = forms.ChoiceField(
        label="送达方式", widget=forms.RadioSelect,
        help_text="平台送达的，单位领导和经办人收到消息，在线签收；纸质送达的，填写收件人和送达日期。",
    )  # fmt: skip
    on = DayField(label="送达日期", initial=timezone.localdate)
    received_by = forms.CharField(label="收件人", max_length=60, required=False, help_text="纸质送达时填写。")
    token = OnceField()

    def __init__(self, *args: Any, referral: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"delivery": Delivery.PAPER if referral else Delivery.PORTAL}
        super().__init__(*args, **kwargs)
        pairs = [pair for pair in Delivery.choices if pair[0] and not (referral and pair[0] == Delivery.PORTAL)]
        self.fields["delivery"].choices = pairs  # type: ignore[attr-defined]


class WordsForm(PortalForm):
    """A text: an answer, a result, a reason."""

    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    token = OnceField()

    def __init__(self, *args: Any, label: str, help_text: str = "", most: int = 2000, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text, field.max_length = label, help_text, most  # type: ignore[attr-defined]
        field.widget.attrs["maxlength"] = most
        field.error_messages["required"] = f"请填写{label}。"

    def clean_words(self) -> str:
        """Refuse what is longer than it may be."""
        words: str = self.cleaned_data["words"]
        most = self.fields["words"].max_length  # type: ignore[attr-defined]
        if len(words) > most:
            raise forms.ValidationError(f"不能超过 {most} 字，现在有 {len(words)} 字。")
        return words


class YearForm(forms.Form):
    """The year that figures are for."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2099)

    def chosen(self, today: date) -> int:
        """Return the year asked for, or this one."""
        return (self.is_valid() and self.cleaned_data["year"]) or today.year
