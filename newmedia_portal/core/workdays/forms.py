"""Forms of the calendar pages: reading input, no rule of counting and no write."""

from __future__ import annotations

from typing import Any

from django import forms

from ..refusals import Refused
from ..ui.forms import DayField, PortalForm
from ..workbook.reader import read_book
from .notice_text import as_line, read_lines, read_notice
from .notices import NoticeFaults, NoticeRow, check_notice
from .states import TermUnit

MOST_FAULTS = 20
KINDS = (("off", "放假"), ("work", "调休上班"), ("ordinary", "恢复为普通日期"))


class CountForm(PortalForm):
    """From which day, how much, in which unit."""

    day = DayField(label="起算日", help_text="行为发生的当天,不计入期限,从次日起数。")
    number = forms.IntegerField(
        label="期限",
        min_value=0,
        max_value=2000,
        error_messages={"invalid": "请填写整数。", "min_value": "期限不能为负数。", "max_value": "期限最多填2000。"},
    )
    unit = forms.ChoiceField(
        label="单位",
        choices=[(unit.value, unit.label) for unit in TermUnit],
        initial=TermUnit.WORKDAY,
        help_text="按日、周、月计算的,末日逢休息日顺延到下一个工作日。",
    )


class EnterForm(PortalForm):
    """A year's notice: its number, and its text or an Excel file."""

    year = forms.IntegerField(label="年份", min_value=2004, max_value=2099)
    document = forms.CharField(label="文号", max_length=100, required=False, help_text="粘贴的正文里有文号时可不填。")
    rows = forms.CharField(
        label="放假安排",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴通知正文即可;也可每行一条,写“日期,节日,休或班”。",
    )
    file = forms.FileField(label="或上传表格", required=False, help_text="用本页的模板填写,格式为 .xlsx。")
    examples = {"document": "国办发明电〔2025〕7号", "rows": "2026-01-01至2026-01-03,元旦,休"}

    found: tuple[NoticeRow, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read text or file into rows; every fault becomes a message of its own."""
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            self._read(data)
            check_notice(data["year"], self.found)
        except NoticeFaults as refused:
            for fault in refused.faults[:MOST_FAULTS]:
                self.add_error("rows", f"{fault.place}:{fault.message}。")
            if len(refused.faults) > MOST_FAULTS:
                self.add_error("rows", f"另有{len(refused.faults) - MOST_FAULTS}处,请先更正以上各处。")
        except Refused as refused:
            self.add_error("file" if data.get("file") else refused.field or "rows", refused.message)
        return data

    def _read(self, data: dict[str, Any]) -> None:
        if data.get("file"):
            if data.get("rows", "").strip():
                raise Refused("粘贴的内容和上传的表格只能选一种,请清空其中一项。")
            sheet = read_book(data["file"]).sheets[0]
            self.found = read_lines([list(row) for row in sheet.rows])
            return
        read = read_notice(data.get("rows", ""), data["year"])
        self.found = read.rows
        data["document"] = data.get("document", "").strip() or read.document

    def lines(self) -> str:
        """Return what was read as lines, for the confirmation."""
        return "\n".join(as_line(row.day) for row in sorted(self.found, key=lambda row: row.day.date))


class CorrectForm(PortalForm):
    """One day set right."""

    day = DayField(label="日期")
    kind = forms.ChoiceField(label="更正为", choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label="名称", max_length=60, required=False, help_text="放假或调休上班时填写;恢复为普通日期时不填。"
    )
    reason = forms.CharField(label="依据", max_length=300, help_text="例如补充通知的文号。")
    examples = {"name": "春节", "reason": "国办发明电〔2020〕1号"}


class ConfirmForm(forms.Form):
    """The tick that is asked for when due dates come forward."""

    confirm_earlier = forms.BooleanField(required=False)
