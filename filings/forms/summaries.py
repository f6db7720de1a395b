"""The form of a yearly summary (年度总结)."""

from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import OnceField, PortalForm


def _long(label: str, help_text: str = "", *, required: bool = False) -> Any:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SummaryForm(PortalForm):
    """What was done, with whom and what, and what comes next."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2099)
    done = _long("工作情况", "例如发布和互动情况、重要活动、管理制度的落实。", required=True)
    people = _long("人员保障", "例如专兼职人数、岗位分工。")
    money = _long("经费保障")
    equipment = _long("设备保障")
    plans = _long("问题和下一步安排")
    token = OnceField()
