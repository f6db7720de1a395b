"""Forms of scheduled exports (定期导出)."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from ..ui.forms import ManyField, OnceField, PortalForm
from .schedules import people_for
from .states import Rhythm


class PeopleField(ManyField):
    """People to tick, each with the post that tells namesakes apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name, unit and role."""
        posts = "、".join(str(post) for post in obj.open_posts[:2])
        return f"{obj}（{posts}）" if posts else str(obj)


class RecipientsForm(PortalForm):
    """Who gets it."""

    recipients = PeopleField(
        label="接收人",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="每位接收人收到的内容以其本人的查看范围为准。",
        error_messages={"required": "请至少选择一位接收人。"},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = people_for(user)  # type: ignore[attr-defined]


class ScheduleForm(RecipientsForm):
    """When, and how it arrives."""

    examples = {"title": "每月账号台账"}

    title = forms.CharField(label="名称", max_length=100)
    rhythm = forms.ChoiceField(label="周期", choices=Rhythm.choices, widget=forms.RadioSelect)
    day = forms.IntegerField(
        label="每期几日生成",
        initial=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="1 至 28 日。按季度时为 1、4、7、10 月的这一天。",
    )
    attach = forms.BooleanField(
        label="邮件中附上文件(不超过 5 MB)",
        required=False,
        help_text="不勾选时，邮件里只有下载链接。没有登记邮箱的接收人只收到站内消息。",
    )
    token = OnceField()
    field_order = ("title", "rhythm", "day", "recipients", "attach", "token")
