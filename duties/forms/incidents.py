"""Forms of incidents (事件表单): the alarm is short enough for a phone."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import OnceField, PortalForm

from ..actions.incidents import Finding, Step
from ..incidents.audience import SIDES
from ..models import Incident
from ..states import Axis, IncidentKind, Severity
from .duty import AccountField, MomentField, local, running_accounts

HOW = ("站内报告", "电话", "当面", "书面")


class UnitForm(PortalForm):
    """Which unit an incident is about, for those who see several."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class IncidentForm(PortalForm):
    """The alarm: what, when, how grave; the rest can follow."""

    kind = forms.ChoiceField(label="类别", choices=IncidentKind.choices)
    title = forms.CharField(label="事由", max_length=120, help_text="一句话写明发生了什么。")
    severity = forms.ChoiceField(
        label="等级", choices=Severity.choices, initial=Severity.GENERAL.value, widget=forms.RadioSelect,
        help_text="重大的,同时报告分管领导、主要领导和宣传部门负责人。",
    )  # fmt: skip
    found_at = MomentField(label="发现时间")
    account = AccountField(label="账号", queryset=None, required=False, empty_label="不限于一个账号")
    link = forms.CharField(
        label="链接", max_length=500, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    text = forms.CharField(
        label="情况", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="手机号等个人信息保存时自动隐去。",
    )  # fmt: skip
    found_by = forms.CharField(label="发现人", max_length=40, required=False, help_text="本人发现的不用填。")
    token = OnceField()

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"found_at": local(now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = running_accounts(unit)  # type: ignore[attr-defined]

    @property
    def finding(self) -> Finding:
        """What was found; call on a valid form."""
        return Finding(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class TellForm(PortalForm):
    """Who was told, when, how."""

    side = forms.ChoiceField(label="报告给", choices=list(SIDES.items()), widget=forms.RadioSelect)
    moment = MomentField(label="报告时间")
    who = forms.CharField(label="接报人", max_length=120, required=False)
    channel = forms.ChoiceField(label="方式", choices=[(word, word) for word in HOW])
    token = OnceField()

    def __init__(self, *args: Any, incident: Incident, now: datetime, **kwargs: Any) -> None:
        missing = "head" if incident.head_told_at is None else "department"
        kwargs["initial"] = {"moment": local(now), "side": missing}
        super().__init__(*args, **kwargs)


FIELDS = {
    Axis.ACTION: {"text": "做了什么", "result": "结果"},
    Axis.PLATFORM: {"who": "平台和接洽人", "channel": "联系方式", "text": "要求", "result": "平台答复"},
    Axis.MEASURE: {"code": "措施", "who": "对象", "text": "说明"},
    Axis.REFERRAL: {"who": "移送机关", "channel": "移送方式或文号", "text": "移送事由", "result": "回执或结果"},
}
NEEDED = {Axis.ACTION: "text", Axis.PLATFORM: "who", Axis.MEASURE: "code", Axis.REFERRAL: "who"}
LENGTHS = {"who": 120, "channel": 60, "text": 500, "result": 300}


class StepForm(PortalForm):
    """A line of the log; its fields go by what it tells."""

    moment = MomentField(label="时间")
    token = OnceField()

    def __init__(self, *args: Any, axis: Axis, measures: dict[str, str], now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"moment": local(now)}
        super().__init__(*args, **kwargs)
        self.axis = axis
        for name, label in FIELDS[axis].items():
            needed = NEEDED[axis] == name
            if name == "code":
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=list(measures.items()), widget=forms.RadioSelect
                )
            else:
                widget = forms.Textarea(attrs={"rows": 3}) if name == "text" else forms.TextInput()
                self.fields[name] = forms.CharField(
                    label=label, max_length=LENGTHS[name], required=needed, widget=widget
                )
            self.dress(name)
        self.order_fields([*FIELDS[axis], "moment"])

    @property
    def step(self) -> Step:
        """The line; call on a valid form."""
        return Step(axis=self.axis, **{name: value for name, value in self.cleaned_data.items() if name != "token"})


class GradeForm(PortalForm):
    """How grave it is now, and why."""

    severity = forms.ChoiceField(label="等级", choices=Severity.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    token = OnceField()


class SummaryForm(PortalForm):
    """The after-action summary."""

    cause = forms.CharField(label="起因与影响", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    handling = forms.CharField(label="处置过程", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    lessons = forms.CharField(label="教训与改进", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    token = OnceField()


class CloseForm(PortalForm):
    """When it was handled."""

    handled_at = MomentField(label="处置完成时间")
    token = OnceField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"handled_at": local(now)}
        super().__init__(*args, **kwargs)
