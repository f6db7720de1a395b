"""Forms of lexicons (词库表单): one entry, a workbook, how to take it over, a false alarm."""

from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import OnceField, PortalForm
from newmedia_portal.regimes.vocabulary import PROHIBITED

from ..precheck.entries import Entry, Kind
from ..precheck.hits import Grade
from ..wordlists.checks import faults_of
from ..wordlists.workbook import PARTED

JOIN, REPLACE = "join", "replace"
NONE = ("", "不填")


class TermForm(PortalForm):
    """One entry; which fields it needs depends on its kind."""

    once = OnceField()
    kind = forms.ChoiceField(label="类型", choices=Kind.choices)
    text = forms.CharField(
        label="词条",
        max_length=100,
        help_text="敏感词、错误写法、姓名、简称或网站域名。全角、空格、符号、繁体等变体自动识别，不必逐个列出。",
    )
    category = forms.ChoiceField(
        label="类别", required=False, choices=[NONE, *((code, f"{code} {name}") for code, name in PROHIBITED.items())],
        help_text="敏感词和必查词须选；制度未启用的类别不会命中。",
    )  # fmt: skip
    grade = forms.ChoiceField(label="等级", required=False, choices=[("", "按类型默认"), *Grade.choices])
    right = forms.CharField(
        label="正确写法", max_length=200, required=False,
        help_text="易错词写正确的字词；姓名职务写职务，多个用顿号分开；首次全称写全称；网站写本单位、可信、短链接或禁用。",
    )  # fmt: skip
    exceptions = forms.CharField(
        label="例外语境", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="包含这个词条但不算命中的说法，一行一个。",
    )  # fmt: skip
    homophone = forms.BooleanField(label="谐音写法也算", required=False)
    group = forms.CharField(label="排序组", max_length=50, required=False, help_text="仅排序用，同组按顺序号先后。")
    position = forms.IntegerField(label="顺序", required=False, min_value=1, max_value=99999)
    advice = forms.CharField(label="处理意见", max_length=200, required=False, help_text="留空则用通用说法。")

    def clean(self) -> dict[str, Any]:
        """Check the entry as the workbook does."""
        data = super().clean() or {}
        if not self.errors:
            for name, message in faults_of(self.entry()):
                self.add_error(name if name in self.fields else None, message)
        return data

    def entry(self) -> Entry:
        """The entry as typed."""
        data = self.cleaned_data
        exceptions = tuple(
            line.strip() for line in data["exceptions"].replace(PARTED, "\n").splitlines() if line.strip()
        )
        return Entry(
            data["kind"], data["text"].strip(), data["category"], data["grade"], data["right"].strip(), exceptions,
            data["homophone"], data["group"].strip(), data["position"] or 0, data["advice"].strip(),
        )  # fmt: skip


class UploadForm(PortalForm):
    """The workbook."""

    file = forms.FileField(
        label="词库文件",
        help_text="Excel 工作簿（.xlsx），表头须有“类型”和“词条”。可先导出现有词库，修改后再传回。",
        error_messages={"required": "请选择词库文件。", "empty": "文件是空的。请选择填好的 Excel 文件。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class TakeOverForm(PortalForm):
    """How the good rows come in."""

    mode = forms.ChoiceField(
        label="导入方式",
        choices=[(JOIN, "并入草稿，相同词条以工作簿为准"), (REPLACE, "替换草稿的全部词条")],
        widget=forms.RadioSelect,
        initial=JOIN,
        error_messages={"required": "请选择导入方式。", "invalid_choice": "请选择导入方式。"},
    )


class AcceptForm(PortalForm):
    """The wording in which the word is not meant."""

    wording = forms.CharField(
        label="允许语境", max_length=100, help_text="写出包含命中内容的完整说法，只有这种说法不再命中。"
    )


class RefuseForm(PortalForm):
    """Why it stays a hit."""

    reason = forms.CharField(label="不同意的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
