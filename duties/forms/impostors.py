"""Forms of impostor cases (假冒账号表单); the public one asks for nothing about the person who reports."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm

from ..actions.impostors import Draft, Report
from ..impostors.steps import partners_of
from ..models import ImpostorCase
from ..states import LetterOutcome, Partner
from .duty import AccountField, MomentField, local, running_accounts

SEEN = ("platform", "name", "handle", "link", "text", "contact", "screenshot")
HOW = "例如:平台投诉入口、公函邮寄、政务专线。"


class SeenForm(PortalForm):
    """What was seen: the account and what is wrong with it."""

    platform = forms.ModelChoiceField(label="平台", queryset=Platform.objects.none(), empty_label="请选择")
    name = forms.CharField(label="账号名称", max_length=200, help_text="照账号页面上显示的填写。")
    handle = forms.CharField(label="账号ID", max_length=120, required=False)
    link = forms.CharField(
        label="账号链接", max_length=500, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    text = forms.CharField(
        label="哪里像假冒", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例如:用了哪个单位的名称或标志、发布了什么、有没有收费。手机号等保存时自动隐去。",
    )  # fmt: skip
    screenshot = forms.FileField(
        label="截图", required=False, help_text="JPG 或 PNG,不超过 20 MB。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    token = OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = Platform.objects.filter(in_use=True)  # type: ignore[attr-defined]

    @property
    def report(self) -> Report:
        """What was seen; call on a valid form."""
        return Report(**{name: self.cleaned_data[name] for name in SEEN if name in self.cleaned_data})


class PublicReportForm(SeenForm):
    """The public form (举报假冒账号). `website` is a trap: people never see it, programs fill it in."""

    department = forms.ModelChoiceField(label="向谁举报", queryset=Unit.objects.none(), empty_label="请选择")
    contact = forms.CharField(
        label="联系方式", max_length=100, required=False,
        help_text="不需要留姓名和联系方式。愿意接受询问的可以留,加密保存,只有办理人员能看,查看留痕。",
    )  # fmt: skip
    website = forms.CharField(
        label="请不要填写这一栏", required=False, max_length=100,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip
    field_order = ("department", "platform", "name", "handle", "link", "text", "screenshot", "contact")

    def __init__(self, *args: Any, departments: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in departments])  # type: ignore[attr-defined]
        if len(departments) == 1:
            field.required, field.widget = False, forms.HiddenInput()
            self.only = departments[0]
        self.order_fields(self.field_order)

    def clean_website(self) -> str:
        """Refuse what fills in the trap."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("请清空“请不要填写这一栏”后再提交。")
        return ""

    def clean_department(self) -> Unit:
        """Take the only department where there is one."""
        return self.cleaned_data["department"] or self.only


class CaseForm(SeenForm):
    """A case entered by hand, at once for one of the unit's accounts where that is known."""

    account = AccountField(label="被冒用的账号", queryset=None, required=False, empty_label="不清楚或没有对应账号")
    field_order = ("platform", "name", "handle", "link", "text", "account", "screenshot")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = running_accounts(unit)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class NameUnitForm(PortalForm):
    """Whose name is abused: an account of the register, or a unit."""

    unit = forms.ModelChoiceField(label="被冒用单位", queryset=Unit.objects.none(), empty_label="请选择")
    account = AccountField(label="被冒用的账号", queryset=None, required=False, empty_label="不清楚或没有对应账号")
    token = OnceField()

    def __init__(self, *args: Any, units: QuerySet[Unit], accounts: QuerySet[MediaAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class FindingForm(PortalForm):
    """How it was verified and what came of it."""

    finding = forms.CharField(label="核实情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    token = OnceField()


class InvolveForm(PortalForm):
    """A partner that is brought in."""

    partner = forms.ChoiceField(label="协同单位", widget=forms.RadioSelect)
    name = forms.CharField(label="单位名称", max_length=120, required=False, help_text="选了“其他”的要填写。")
    moment = MomentField(label="联系时间")
    person = forms.CharField(label="联系人", max_length=60, required=False)
    document_no = forms.CharField(label="文号", max_length=60, required=False)
    text = forms.CharField(label="内容", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    token = OnceField()

    def __init__(self, *args: Any, case: ImpostorCase, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"moment": local(now)}
        super().__init__(*args, **kwargs)
        self.named = dict(partners_of(case.edition.edition))
        choices = [*self.named.items(), (Partner.OTHER.value, Partner.OTHER.label)]
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name the partner as the edition does, unless another name is given."""
        data = super().clean() or {}
        data["name"] = data.get("name") or self.named.get(data.get("partner", ""), "")
        return data


class PartnerAnswerForm(PortalForm):
    """What a partner said."""

    answer = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    moment = MomentField(label="答复时间")
    token = OnceField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"moment": local(now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class LetterForm(PortalForm):
    """The letter; the facts of the case are put in by themselves."""

    number = forms.CharField(label="文号", max_length=60)
    to = forms.CharField(label="主送", max_length=120, help_text="平台运营方的名称。")
    demand = forms.CharField(label="请求事项", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    signer = forms.CharField(label="落款单位", max_length=120)
    dated = DayField(label="落款日期", initial=timezone.localdate)
    token = OnceField()

    @property
    def draft(self) -> Draft:
        """The letter; call on a valid form."""
        return Draft(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class SentForm(PortalForm):
    """When and how the letter went out."""

    sent_at = MomentField(label="发函时间")
    channel = forms.CharField(label="发函方式", max_length=60, help_text=HOW)
    token = OnceField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_at": local(now)}
        super().__init__(*args, **kwargs)


class OutcomeForm(PortalForm):
    """What the platform did."""

    outcome = forms.ChoiceField(
        label="处理结果", choices=[pair for pair in LetterOutcome.choices if pair[0]], widget=forms.RadioSelect
    )
    moment = MomentField(label="答复或发现时间")
    answer = forms.CharField(label="平台答复", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    token = OnceField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"moment": local(now)}
        super().__init__(*args, **kwargs)


class FiledForm(PortalForm):
    """Filing with the authority."""

    on = DayField(label="报备日期", initial=timezone.localdate)
    number = forms.CharField(label="报备文号或编号", max_length=60)
    token = OnceField()


class CloseCaseForm(PortalForm):
    """The summary; and why a step was left out."""

    summary = forms.CharField(label="办理总结", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    unmet_reason = forms.CharField(label="未办步骤的说明", max_length=300, required=False)
    token = OnceField()

    def __init__(self, *args: Any, unmet: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unmet:
            self.fields["unmet_reason"].help_text = f"还没有办理:{'、'.join(unmet)}。"
        else:
            del self.fields["unmet_reason"]
