"""Forms of the silence watch (静默监测表单)."""

from django import forms

from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm

LONG = forms.Textarea(attrs={"rows": 3})


class PauseForm(PortalForm):
    """A request to pause publishing."""

    first_on = DayField(label="开始日期", help_text="暂停的第一天;已口头同意的,可以填过去的日期。")
    last_on = DayField(label="结束日期", help_text="暂停的最后一天,次日起照常计算发布频次。")
    reason = forms.CharField(
        label="暂停原因", max_length=300, widget=LONG, help_text="例如系统升级、机构调整、账号申诉期间。"
    )
    token = OnceField()


class DecideForm(forms.Form):
    """The department's decision on a pause; the buttons carry the verdict."""

    verdict = forms.ChoiceField(choices=[("approve", "同意"), ("refuse", "不同意")])
    opinion = forms.CharField(label="意见", max_length=300, required=False)


class WordsForm(forms.Form):
    """A few words: an opinion, an answer, what was done."""

    words = forms.CharField(label="说明", max_length=500, required=False)
