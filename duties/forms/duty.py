"""What forms of messages, rosters and incidents share (值守表单): moments, accounts of a unit, a reason, a workbook."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import OnceField, PortalForm

XLSX = {"accept": ".xlsx"}


class MomentField(forms.DateTimeField):
    """A moment as people choose or write it, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": "时间看不懂。请写成 2026-11-25 09:00。"}


class AccountField(forms.ModelChoiceField):
    """An account of a unit, named with its platform."""

    def label_from_instance(self, obj: MediaAccount) -> str:  # type: ignore[override]
        """Return name and platform."""
        return f"{obj.name}({obj.platform})"


def running_accounts(unit: Unit) -> QuerySet[MediaAccount]:
    """Return the running accounts of a unit, with their platforms."""
    return MediaAccount.objects.running().filter(unit=unit).select_related("platform").order_by("name", "pk")


def local(moment: datetime) -> datetime:
    """Return a moment as a form shows it."""
    return timezone.localtime(moment).replace(second=0, microsecond=0)


class ReasonForm(PortalForm):
    """Why something is done; the label says what is asked."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    token = OnceField()

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text
        self.fields["reason"].error_messages["required"] = f"请填写{label}。"


class CommentForm(PortalForm):
    """A remark."""

    text = forms.CharField(label="意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    token = OnceField()


class WorkbookForm(PortalForm):
    """A filled-in template."""

    file = forms.FileField(
        label="填好的表格", help_text="Excel 工作簿(.xlsx),不超过 5 MB、5000 行。先核对,您确认后才导入。",
        widget=forms.ClearableFileInput(attrs=XLSX),
        error_messages={"required": "请选择填好的表格。", "empty": "文件是空的。请选择填好的表格。"},
    )  # fmt: skip


class SpanForm(PortalForm):
    """The days that figures are for."""

    first = forms.DateField(label="自", required=False)
    last = forms.DateField(label="至", required=False)
