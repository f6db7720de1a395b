"""Forms of work groups (工作群表单)."""

from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import DayField, PortalForm

from .reading import Listed, read_text, read_workbook

WHOLE = [("add", "补充和更新，不动其他人"), ("whole", "以这份名单为准，名单外的成员记为退群")]
PASTE = "一人一行：姓名、单位及职务、群昵称、手机号码、身份，用逗号或制表符隔开；可从 Excel 直接复制。"


class MembersForm(PortalForm):
    """A list of members, pasted or from a workbook."""

    text = forms.CharField(
        label="粘贴名单", required=False, max_length=60000, help_text=PASTE, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = forms.FileField(label="或上传 Excel 名单", required=False, help_text=".xlsx，首行写列名，至少有“姓名”一列。")
    how = forms.ChoiceField(label="怎样处理", choices=WHOLE, initial="add", widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Read the list; every fault of it is said at once, where it was given."""
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), str(cleaned.get("text") or "").strip()
        if upload and text:
            self.add_error("text", "粘贴和上传请只用一种。")
        elif not upload and not text:
            self.add_error("text", "请粘贴名单，或上传 Excel 文件。")
        else:
            self._read("file" if upload else "text", read_workbook(upload) if upload else read_text(text))
        return cleaned

    def _read(self, field: str, listed: Listed) -> None:
        self.rows = listed.rows
        for fault in listed.faults:
            self.add_error(field, fault)


class EndForm(PortalForm):
    """When the work of a temporary group ended."""

    on = DayField(label="工作结束日期", help_text="撤销的期限从次日起算。")
    note = forms.CharField(label="说明", max_length=200, required=False)


class LeaveForm(PortalForm):
    """When a member left."""

    on = DayField(label="退群日期")


class CleanupForm(PortalForm):
    """Which lines of the clean-up list are done."""

    codes = forms.MultipleChoiceField(label="已完成的事项", widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = lines  # type: ignore[attr-defined]
