"""Forms of public messages (留言表单)."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm

from ..actions.inquiries import Letter
from ..models import PublicMessage
from ..states import Channel, Topic
from .duty import AccountField, MomentField, local, running_accounts

PHRASES = ("您反映的问题已收悉,正在核实,将尽快回复。", "已转有关部门办理,办理结果另行答复。", "感谢您的建议。")


class MessageForm(PortalForm):
    """A message as it came in."""

    account = AccountField(label="账号", queryset=None, required=False, empty_label="没有账号(电话转办等)")
    channel = forms.ChoiceField(label="渠道", choices=Channel.choices)
    topic = forms.ChoiceField(label="主题", choices=Topic.choices, initial=Topic.CONSULT)
    received_at = MomentField(label="收到时间", help_text="网民留言的时间。答复期限从次日起数。")
    author = forms.CharField(
        label="网民", max_length=40, required=False, help_text="平台显示的昵称,保存时隐去中间部分;不收集真实身份。"
    )
    text = forms.CharField(
        label="留言内容", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="手机号、身份证号和邮箱保存时自动隐去。",
    )  # fmt: skip
    link = forms.CharField(
        label="链接", max_length=500, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    token = OnceField()

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"received_at": local(now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        accounts = running_accounts(unit)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        found = list(accounts[:2])
        if len(found) == 1:
            self.fields["account"].initial = found[0].pk

    @property
    def letter(self) -> Letter:
        """The message; call on a valid form."""
        return Letter(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class AnswerForm(PortalForm):
    """What was answered, when and how."""

    text = forms.CharField(
        label="答复内容", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}), help_text="与平台上的答复一致。"
    )
    answered_at = MomentField(label="答复时间", help_text="在平台上发出答复的时间;到期日 24 时前都算按期。")
    is_public = forms.TypedChoiceField(
        label="答复方式", choices=[("yes", "公开答复"), ("no", "只答复本人")], initial="yes", widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    link = forms.CharField(
        label="答复链接", max_length=500, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    token = OnceField()

    def __init__(self, *args: Any, message: PublicMessage, now: datetime, **kwargs: Any) -> None:
        known: dict[str, Any] = {"answered_at": local(message.answered_at or now)}
        if message.answered_at:
            known |= {"text": message.answer, "link": message.answer_link}
            known |= {"is_public": "yes" if message.is_public else "no"}
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)


class PassForm(PortalForm):
    """Whom a message is passed on to."""

    to = forms.CharField(label="转给", max_length=120, help_text="单位或部门名称,例如办公室、业务主管部门。")
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    token = OnceField()


class SampleForm(PortalForm):
    """What to draw from, how many, with which seed."""

    unit = forms.ModelChoiceField(label="单位及其下级", queryset=Unit.objects.none(), empty_label=None)
    first_on = DayField(label="收到自")
    last_on = DayField(label="收到至")
    size = forms.IntegerField(label="抽取条数", min_value=1, max_value=200, initial=10)
    seed = forms.CharField(
        label="种子", max_length=40, help_text="任意数字或文字,例如当天日期。用同一个种子重抽,结果相同。"
    )
    token = OnceField()

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        kwargs["initial"] = {"first_on": month, "last_on": today, "seed": f"{today:%Y%m%d}"}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
