"""Forms of subscriptions: the address is written only; which events, of which units, and what to send again."""

from datetime import datetime
from typing import Any

from django import forms

from ..access.models import Unit
from ..ui.forms import ManyField, OnceField, PortalForm
from ..ui.meanwhile import MeanwhileForm
from .catalogue import choices
from .models import WebhookSubscription, shown


class RotateForm(PortalForm):
    """A new key, once: a second click would put the key aside that receivers know."""

    token = OnceField()


class SubscriptionForm(MeanwhileForm):
    """A receiver of events; its key is made by the portal."""

    token = OnceField()
    name = forms.CharField(label="名称", max_length=40, help_text="接收系统的名称，如“统一待办”。")
    address = forms.CharField(
        label="接收地址", max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    kinds = forms.MultipleChoiceField(label="推送哪些事件", widget=forms.CheckboxSelectMultiple)
    units = ManyField(
        label="限定单位",
        queryset=Unit.objects.none(),
        required=False,
        help_text="不选为全部单位；选中的含下级，按住 Ctrl 可多选。",
    )

    def __init__(self, *args: Any, subscription: WebhookSubscription | None = None, **kwargs: Any) -> None:
        if subscription is not None:
            kwargs.setdefault("initial", shown(subscription))
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = choices()  # type: ignore[attr-defined]
        self.fields["units"].queryset = Unit.objects.order_by("path")  # type: ignore[attr-defined]
        self.fields["address"].required = subscription is None
        self.fields["address"].error_messages["required"] = "请填写接收端的地址。"
        kept = "已保存，不再显示。留空表示不改；要换就重新填写。"
        fresh = "由接收方提供，以 https:// 开头；允许的内网地址也可以用 http://。保存后不再显示。"
        self.fields["address"].help_text = kept if subscription else fresh

    def clean_name(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["name"]).split())


class MomentField(forms.DateTimeField):
    """A moment as people choose or write it, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": "时间看不懂。请写成 2026-11-25 09:00。"}


class ReplayForm(PortalForm):
    """What to send again: what was not delivered, or everything of a range of time."""

    WHICH = (("dead", "只重推未送达的"), ("all", "已送达的也重推"))
    which = forms.ChoiceField(label="重推哪些", choices=WHICH, initial="dead", widget=forms.RadioSelect)
    since = MomentField(label="从", required=False, help_text="按事件产生的时间；留空为不限。")
    until = MomentField(label="到", required=False, help_text="不含这一刻；留空为不限。")

    def clean(self) -> dict[str, Any]:
        """The range lies in order; what was delivered is sent again for a range only."""
        data = super().clean() or {}
        since: datetime | None = data.get("since")
        until: datetime | None = data.get("until")
        if since is not None and until is not None and until <= since:
            self.add_error("until", "结束时间应晚于开始时间。")
        if data.get("which") == "all" and since is None and not self.errors:
            self.add_error("since", "已送达的也重推时，请填写开始时间。")
        return data
