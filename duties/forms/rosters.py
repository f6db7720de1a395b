"""Forms of duty rosters (值班表单)."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.ui.forms import OnceField, PortalForm

from ..actions.rosters import Turn
from ..models import DutyRoster, DutyShift, Incident
from ..states import EntryResult, ShiftRole
from .duty import AccountField, MomentField, local, running_accounts

COPIES = [("week", "上一周"), ("month", "上一月")]


class RosterForm(PortalForm):
    """What a roster is for: the unit as a whole, or one account."""

    account = AccountField(label="范围", queryset=None, required=False, empty_label="全单位的账号")
    token = OnceField()

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = running_accounts(unit)  # type: ignore[attr-defined]


def people_of(unit: Unit) -> QuerySet[User]:
    """Return the people who hold a post in a unit."""
    return (
        User.objects.filter(posts__unit=unit, posts__until__isnull=True, is_active=True)
        .distinct()
        .order_by("full_name", "pk")
    )


class PersonForm(PortalForm):
    """Somebody of the unit, or a name with an office phone."""

    person = forms.ModelChoiceField(
        label="值班人员", queryset=User.objects.none(), required=False, empty_label="不在名单上(填写姓名)"
    )
    name = forms.CharField(label="姓名", max_length=40, required=False, help_text="从名单中选了人的,不用填。")
    office_phone = forms.CharField(
        label="办公电话", max_length=30, required=False, help_text="留空时用名单中登记的办公电话。"
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(unit)  # type: ignore[attr-defined]


class ShiftForm(PersonForm):
    """A person, from when to when."""

    starts_at = MomentField(label="上班时间")
    ends_at = MomentField(label="下班时间", help_text="跨夜的班次,填次日的日期。")
    role = forms.ChoiceField(label="岗位", choices=ShiftRole.choices, initial=ShiftRole.DUTY)
    token = OnceField()
    field_order = ("starts_at", "ends_at", "person", "name", "office_phone", "role")

    @property
    def turn(self) -> Turn:
        """The turn; call on a valid form."""
        return Turn(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class SwapForm(PersonForm):
    """Who takes over, and why."""

    reason = forms.CharField(label="换班原因", max_length=200)
    token = OnceField()


class CopyForm(forms.Form):
    """What to copy into the period that is shown."""

    what = forms.ChoiceField(choices=COPIES)
    target = forms.DateField()


class HandoverForm(PortalForm):
    """The note for the next shift."""

    note = forms.CharField(
        label="交接事项", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="未办结的留言和事件、需要继续关注的账号和评论区;没有的,写“无”。",
    )  # fmt: skip
    token = OnceField()

    def __init__(self, *args: Any, shift: DutyShift, **kwargs: Any) -> None:
        kwargs["initial"] = {"note": shift.handover_note}
        super().__init__(*args, **kwargs)


class LookForm(PortalForm):
    """A look at accounts and comment areas."""

    seen_at = MomentField(label="监看时间")
    what = forms.CharField(label="监看范围", max_length=200, help_text="看了哪些账号、页面。")
    comment_areas = forms.BooleanField(label="看了评论区、留言区", required=False, initial=True)
    result = forms.ChoiceField(
        label="结果", choices=EntryResult.choices, initial=EntryResult.NIL, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="情况说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="发现情况的必填;有害信息请同时登记事件。",
    )  # fmt: skip
    incident = forms.ModelChoiceField(
        label="对应的事件", queryset=Incident.objects.none(), required=False, empty_label="没有"
    )
    token = OnceField()

    def __init__(self, *args: Any, roster: DutyRoster, now: datetime, **kwargs: Any) -> None:
        what = str(roster.account) if roster.account else "本单位全部账号"
        kwargs["initial"] = {"seen_at": local(now), "what": what}
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = Incident.objects.running().filter(unit=roster.unit)  # type: ignore[attr-defined]
