"""Forms of people and posts."""

from typing import Any

from django import forms
from django.utils import timezone

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import InstanceRole, Role
from newmedia_portal.core.ui.forms import DayField, PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm
from newmedia_portal.regimes.schema.people import PersonnelRule

from .fields import person_field, unit_field

ROLES = [("", "请选择"), *Role.choices]


class PersonForm(PortalForm):
    """Facts of a person (人员资料)."""

    examples = {"phone": "13800000001", "office_phone": "0000-0000001"}

    full_name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号", max_length=20, required=False, help_text="加密保存,页面只显示前三位和后四位。"
    )
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)


class NewPersonForm(PersonForm):
    """A new person with log-in name and first password (新增人员)."""

    username = forms.CharField(label="登录名", max_length=40, help_text="3 至 40 位字母、数字、点、横线或下划线。")
    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="本人首次登录时须修改。",
    )
    field_order = ("full_name", "username", "password")


class ChangePersonForm(MeanwhileForm, PersonForm):  # type: ignore[misc]
    """Facts of a person and whether the log-in works (修改人员资料)."""

    phone = forms.CharField(
        label="新手机号", max_length=20, required=False, help_text="不填表示不变。加密保存,页面只显示前三位和后四位。"
    )
    is_active = forms.BooleanField(label="允许登录", required=False)


class ForceOffForm(PortalForm):
    """Why somebody's sessions are ended (强制下线)."""

    reason = forms.CharField(label="原因", max_length=200, help_text="记入审计日志。")


class PasswordForm(PortalForm):
    """A new first password (重置密码)."""

    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="本人下次登录时须修改。",
    )


class AskPasswordForm(PasswordForm):
    """A new first password that another administrator has to release, and why (申请重置密码)."""

    reason = forms.CharField(
        label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="写明怎样核实了身份，例如：忘记密码，已当面核实本人。",
    )  # fmt: skip


class InstanceRoleForm(PortalForm):
    """One of the three separated administrators, or none (三员角色)."""

    role = forms.ChoiceField(label="三员角色", choices=InstanceRole.choices, required=False, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=200)


class AppointForm(PortalForm):
    """A post for a person (任职)."""

    role = forms.ChoiceField(label="岗位", choices=ROLES)
    title = forms.CharField(label="职务", max_length=60, required=False)
    since = DayField(label="任职日期", initial=timezone.localdate)
    trained_on = DayField(label="培训日期", required=False, help_text="制度要求先培训后上岗的,须填写。")
    field_order = ("unit", "role", "title", "since", "trained_on")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(Unit.objects.visible_to(by).running(), label="单位")
        self.dress("unit")
        self.order_fields(self.field_order)


class EndPostForm(PortalForm):
    """The last day in a post (离任)."""

    until = DayField(label="离任日期", initial=timezone.localdate)
    reason = forms.CharField(label="原因", max_length=200, required=False)


class HandOverForm(PortalForm):
    """The successor in a post (离任移交)."""

    on = DayField(label="移交日期", initial=timezone.localdate)
    title = forms.CharField(label="接任人职务", max_length=60, required=False)
    trained_on = DayField(label="接任人培训日期", required=False, help_text="制度要求先培训后上岗的,须填写。")
    reason = forms.CharField(label="原因", max_length=200, required=False)
    field_order = ("to", "on", "title", "trained_on", "reason")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, instance_role="").exclude(pk=post.user_id)
        self.fields["to"] = person_field(people, label="接任人")
        self.dress("to")
        self.order_fields(self.field_order)


class TrainingForm(PortalForm):
    """When the holder of a post was trained (培训记录)."""

    trained_on = DayField(label="培训日期")


class StaffRecordForm(PortalForm):
    """A check or an education done for the holder of a post (队伍管理记录)."""

    code = forms.ChoiceField(label="事项", widget=forms.RadioSelect)
    on = DayField(label="办理日期", initial=timezone.localdate)
    conditions = forms.MultipleChoiceField(label="逐项核对", required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, rules: list[PersonnelRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(rule.code, f"{rule.label}({rule.article})") for rule in rules]
        self.fields["code"].choices = named  # type: ignore[attr-defined]
        if len(named) == 1:
            self.initial.setdefault("code", named[0][0])
        conditions = [(text, text) for rule in rules for text in rule.conditions]
        if conditions:
            self.fields["conditions"].choices = conditions  # type: ignore[attr-defined]
        else:
            del self.fields["conditions"]
