"""Forms of periods of assessment (考核表单)."""

from typing import Any

from django import forms

from accounts.forms.fields import UnitField
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm

from ..scoring.vocabulary import LEVELS

LONG = forms.Textarea(attrs={"rows": 3})
PROOF = "PDF、图片、Word 或表格，不超过 20 MB。"


class OpenForm(PortalForm):
    """Which period of which tree to open."""

    root = forms.ModelChoiceField(label="考核范围", queryset=Unit.objects.none(), empty_label=None)
    period = forms.CharField(label="考核期", max_length=10, help_text="季度写 2026Q3，半年写 2026H1，年度写 2026。")
    token = OnceField()

    def __init__(self, *args: Any, roots: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["root"].queryset = Unit.objects.filter(pk__in=[root.pk for root in roots])  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["period"]).strip().upper()


class StepForm(PortalForm):
    """A step of a period: some ask for a last day, going back asks for a reason, closing may publish at once."""

    due_on = DayField(label="截止日期", required=False)
    reason = forms.CharField(label="原因", max_length=300, required=False)
    publish = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SelfForm(PortalForm):
    """What a unit says about one indicator."""

    indicator = forms.CharField(max_length=40, widget=forms.HiddenInput)
    value = forms.DecimalField(label="自评分", max_digits=9, decimal_places=2, min_value=0, required=False)
    words = forms.CharField(label="说明", max_length=500, widget=LONG, required=False)
    proof = forms.FileField(label="证明材料", required=False, help_text=PROOF)


class SubmitForm(PortalForm):
    """Submitting the self-assessment."""

    words = forms.CharField(label="总体说明", max_length=1000, widget=LONG, required=False)


class BonusForm(PortalForm):
    """A bonus that the department accepts, with its proof."""

    indicator = forms.ChoiceField(label="加分项")
    value = forms.DecimalField(label="项数", max_digits=9, decimal_places=2, min_value=0)
    words = forms.CharField(label="说明", max_length=500, widget=LONG, required=False)
    proof = forms.FileField(label="证明材料", required=False, help_text=PROOF)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]


class ObjectForm(PortalForm):
    """An objection of a unit to its result."""

    indicator = forms.ChoiceField(label="对哪一项", required=False)
    words = forms.CharField(
        label="申诉理由", max_length=500, widget=LONG, help_text="写清哪个数据或评分有误、正确的是什么。"
    )
    proof = forms.FileField(label="证明材料", required=False, help_text=PROOF)
    token = OnceField()

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "总体结果"), *choices]  # type: ignore[attr-defined]


class AnswerForm(PortalForm):
    """The department's answer to an objection; the buttons carry the verdict."""

    verdict = forms.ChoiceField(choices=[("uphold", "申诉成立"), ("refuse", "维持原评分")])
    opinion = forms.CharField(label="答复意见", max_length=500, widget=LONG)
    value = forms.DecimalField(
        label="改评为", max_digits=9, decimal_places=2, min_value=0, required=False,
        help_text="人工评分项可以在这里改评；系统采集的数据请先在来源处更正，答复后自动重新计分。",
    )  # fmt: skip


class VetoForm(PortalForm):
    """A veto found outside of the portal."""

    unit = UnitField(label="单位", queryset=Unit.objects.none(), help_text="填写单位全称或单位代码。")
    account = forms.CharField(
        label="账号名称", max_length=200, required=False, help_text="只涉及一个账号的填写，涉及全单位的留空。"
    )
    code = forms.ChoiceField(label="否决项")
    level = forms.ChoiceField(label="检查级别", choices=list(LEVELS.items()))
    on = DayField(label="通报日期")
    document = forms.CharField(label="文件名称和文号", max_length=200)
    words = forms.CharField(label="情况", max_length=500, widget=LONG)
    proof = forms.FileField(label="文件", required=False, help_text=PROOF)
    token = OnceField()

    def __init__(self, *args: Any, user: Any, codes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["code"].choices = codes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the account of the unit by its name."""
        data = super().clean() or {}
        name, unit = data.get("account", "").strip(), data.get("unit")
        data["account"] = None
        if name and unit is not None:
            found = list(MediaAccount.objects.filter(unit=unit, name=name)[:2])
            if len(found) != 1:
                self.add_error("account", "本单位没有找到唯一的同名账号，请核对名称，或留空。")
            else:
                data["account"] = found[0]
        return data


class ReasonForm(PortalForm):
    """A reason in words."""

    reason = forms.CharField(label="原因", max_length=300, widget=LONG)


class SchemeForm(PortalForm):
    """The text of a scheme."""

    content = forms.CharField(
        label="方案文本", widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}), strip=False
    )


class DraftSchemeForm(SchemeForm):
    """The text of a draft, with the digest of the text that it began from."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TryForm(SchemeForm):
    """A text to try out on the figures of a period."""

    quarter = forms.ModelChoiceField(label="用哪一期的数据", queryset=None, empty_label=None)

    def __init__(self, *args: Any, quarters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].queryset = quarters  # type: ignore[attr-defined]


class SheetForm(PortalForm):
    """A workbook of hand scores."""

    file = forms.FileField(label="评分表", help_text="请用本页下载的评分表填写，格式为 .xlsx。")
