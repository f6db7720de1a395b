"""After the review: the receipt, the word on a violation, taking down, correcting, frozen topics (发布之后的表单)."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import MediaAccount
from newmedia_portal.core.ui.forms import OnceField, PortalForm
from newmedia_portal.regimes.vocabulary import TOPICS

from ..states import Verdict, ViolationState


class Moment(forms.DateTimeField):
    """A moment as people write it, minutes precise."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": "时间看不懂。请写成 2026-11-25 09:00。"}


class ReceiptForm(PortalForm):
    """What was published: where, when, in which words."""

    once = OnceField()
    account = forms.ModelChoiceField(label="发布在哪个账号", queryset=MediaAccount.objects.none(), empty_label="请选择")
    link = forms.URLField(
        label="发布后的链接", max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": "链接看不懂。请从浏览器地址栏复制,以 https:// 开头。"},
    )  # fmt: skip
    published_at = Moment(label="发布时间")
    title = forms.CharField(label="发布时的标题", max_length=200, required=False)
    text = forms.CharField(
        label="发布后的正文",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="打开已发布的页面,全选复制后粘贴到这里,系统与审定稿逐字比对。",
    )
    screenshot = forms.FileField(
        label="截图", required=False, help_text="不能复制正文的,上传 JPG 或 PNG 截图,由他人核对。"
    )

    def __init__(self, *args: Any, accounts: QuerySet[MediaAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class VerdictForm(PortalForm):
    """What somebody saw who compared by eye."""

    verdict = forms.ChoiceField(
        label="核对结论",
        choices=[(Verdict.SAME.value, Verdict.SAME.label), (Verdict.CHANGED.value, Verdict.CHANGED.label)],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="核对情况", max_length=280)


class ExplanationForm(PortalForm):
    """How a violation came about."""

    explanation = forms.CharField(
        label="情况说明和已采取的措施", max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class SettleForm(PortalForm):
    """How the authority settles a violation."""

    state = forms.ChoiceField(
        label="处理结果",
        choices=[
            (ViolationState.MENDED.value, "已改正"),
            (ViolationState.RETRACTED.value, "已撤稿"),
            (ViolationState.DISMISSED.value, "误报"),
        ],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(label="处理情况", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RetractForm(PortalForm):
    """Taking a published post down."""

    reason = forms.CharField(label="撤稿原因", max_length=300)
    done_at = Moment(label="撤稿完成时间")


class CorrectForm(PortalForm):
    """Correcting a published post."""

    reason = forms.CharField(label="更正原因", max_length=300)
    correction = forms.CharField(label="更正内容", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    link = forms.URLField(label="更正启事链接", max_length=500, required=False, assume_scheme="https")
    done_at = Moment(label="更正完成时间")


class ReportForm(PortalForm):
    """The report after an emergency post."""

    report = forms.CharField(label="应急发布经过", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class FreezeForm(PortalForm):
    """Freezing a topic."""

    once = OnceField()
    name = forms.CharField(label="话题名称", max_length=100)
    topic = forms.ChoiceField(label="话题标记", required=False, choices=[("", "不按标记"), *TOPICS.items()])
    words = forms.CharField(
        label="关键词", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个,标题或正文出现即须宣传部门放行。",
    )  # fmt: skip
    wording = forms.CharField(
        label="统一口径", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label="冻结原因", max_length=300)


class ReleaseForm(PortalForm):
    """Lifting a freeze."""

    reason = forms.CharField(label="解冻说明", max_length=300)
