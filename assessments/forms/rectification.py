"""Forms of findings and rectification (问题整改表单)."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import NamedField
from accounts.models import MediaAccount
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm
from newmedia_portal.core.workdays.states import TermUnit

from ..inspecting.states import FoundBy
from ..inspecting.template import problems
from .evidence import FILES_HELP, FilesField

LONG = forms.Textarea(attrs={"rows": 4})
NAMED = "填写账号名称、账号ID或备案编号。"


class AccountField(NamedField):
    """An account by name, id or number of its certificate."""

    lookups = ("name", "handle", "certificate_no")
    noun = "账号"


class FindingForm(PortalForm):
    """A finding of another inspection or of daily work."""

    account = AccountField(
        queryset=MediaAccount.objects.none(), label="账号", help_text="填写账号名称、账号ID或备案编号。"
    )
    kind = forms.ChoiceField(label="问题类别")
    found_by = forms.ChoiceField(label="检查层级", choices=FoundBy.choices)
    is_veto = forms.BooleanField(label="属于单项否决", required=False)
    found_on = DayField(label="发现日期")
    words = forms.CharField(label="情况", max_length=500, widget=LONG, help_text="写明在哪里、是什么问题。")
    article = forms.CharField(label="依据", max_length=120, required=False, help_text="例如通报文号或制度条款。")
    link = forms.CharField(label="链接", max_length=500, required=False)
    number = forms.IntegerField(label="整改报告期限", min_value=1, max_value=365)
    unit_of_time = forms.ChoiceField(label="期限单位", choices=TermUnit.choices)
    files = FilesField(label="材料", required=False, help_text=FILES_HELP)  # type: ignore[assignment]
    token = OnceField()

    def __init__(self, *args: Any, accounts: QuerySet[MediaAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.label}（否决）" if one.veto else one.label) for one in problems().values()
        ]


class NotifyForm(PortalForm):
    """Words of a notice to a unit."""

    words = forms.CharField(
        label="整改要求",
        max_length=1000,
        required=False,
        widget=LONG,
        help_text="问题、依据和期限由系统写入。",
    )
    token = OnceField()


class ProofForm(PortalForm):
    """What the unit has done."""

    text = forms.CharField(label="整改情况", max_length=1000, widget=LONG, help_text="写明采取的措施和结果。")
    done_on = DayField(label="整改完成日")
    link = forms.CharField(label="整改后的链接", max_length=500, required=False)
    files = FilesField(label="佐证材料", required=False, help_text=FILES_HELP + "链接和材料至少提供一种。")  # type: ignore[assignment]
    token = OnceField()


class RecheckForm(PortalForm):
    """What the re-check saw."""

    result = forms.ChoiceField(
        label="复查结果", choices=[("passed", "已经整改"), ("failed", "没有整改到位")], widget=forms.RadioSelect
    )
    words = forms.CharField(label="复查情况", max_length=500, widget=LONG)
    link = forms.CharField(label="链接", max_length=500, required=False)
    files = FilesField(label="材料", required=False, help_text=FILES_HELP)  # type: ignore[assignment]
    watch = forms.BooleanField(label="没有整改到位的，列入重点关注", required=False, initial=True)
    token = OnceField()


class DisputeForm(PortalForm):
    """Why a unit disputes a finding."""

    reason = forms.CharField(label="申诉理由", max_length=1000, widget=LONG, help_text="写明事实，说明为什么不是问题。")
    link = forms.CharField(label="链接", max_length=500, required=False)
    files = FilesField(label="材料", required=False, help_text=FILES_HELP)  # type: ignore[assignment]
    token = OnceField()


class DecideForm(PortalForm):
    """The department's decision on an objection."""

    verdict = forms.ChoiceField(
        label="决定",
        choices=[("accepted", "申诉成立，撤销问题"), ("rejected", "申诉不成立，继续整改")],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label="理由", max_length=500, widget=LONG)
    token = OnceField()


class WatchForm(PortalForm):
    """An account for the watch list."""

    account = AccountField(
        queryset=MediaAccount.objects.none(), label="账号", help_text="填写账号名称、账号ID或备案编号。"
    )
    reason = forms.CharField(label="列入原因", max_length=300, widget=LONG)
    token = OnceField()

    def __init__(self, *args: Any, accounts: QuerySet[MediaAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
