"""Forms of messages: what a person wants, and the channels."""

from typing import Any

from django import forms

from ..access.models import Unit
from ..ui.forms import OnceField, PortalForm
from ..ui.meanwhile import MeanwhileForm
from .models import Channel, shown
from .preferences import Wishes
from .states import Category, Mode, Via


class WishesForm(PortalForm):
    """What a person wants of each kind by mail, and how a day's mail is folded."""

    one_a_day = forms.BooleanField(
        label="每天只发一封汇总邮件", required=False, help_text="工作日早上 8 点发出，选“随时发”的类别也并入。"
    )
    fold_over = forms.IntegerField(
        label="一天超过几封时并入次日汇总", min_value=1, max_value=100, help_text="防止邮件过多，超过的部分并成一封。"
    )
    quiet = forms.BooleanField(
        label="休息日不发邮件", required=False, help_text="推到下一个工作日早上 8 点，不会漏发。"
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        initial = {"one_a_day": wishes.one_a_day, "fold_over": wishes.fold_over, "quiet": wishes.quiet}
        super().__init__(*args, initial=initial, **kwargs)
        for category in Category:
            self.fields[f"mode_{category}"] = forms.ChoiceField(
                label=category.label, choices=Mode.choices, initial=wishes.mode(category, already=0)
            )
            self.dress(f"mode_{category}")

    def modes(self) -> dict[str, str]:
        """Return the choice for each kind."""
        return {category.value: self.cleaned_data[f"mode_{category}"] for category in Category}


class ChannelForm(MeanwhileForm):
    """A robot or a receiver of events; address and key are written only, and never shown."""

    token = OnceField()
    name = forms.CharField(label="名称", max_length=40)
    via = forms.ChoiceField(label="类型", choices=Via.robots())
    address = forms.CharField(
        label="地址", max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label="签名密钥", max_length=200, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    categories = forms.MultipleChoiceField(
        label="发送哪些消息", choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )
    unit = forms.ModelChoiceField(
        label="只发这个单位及下级的消息", queryset=Unit.objects.none(), required=False, empty_label="全部单位"
    )
    detailed = forms.BooleanField(
        label="消息带标题",
        required=False,
        help_text="不勾选时只说有几条什么消息，不带事项名称。群在外部平台上时建议不勾选。",
    )
    quiet = forms.BooleanField(label="休息日不发", required=False, help_text="推到下一个工作日早上 8 点。")

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(channel))
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("path")  # type: ignore[attr-defined]
        self.fields["address"].required = channel is None
        self.fields["address"].error_messages["required"] = "请粘贴机器人或接收端的地址。"
        kept = "已保存，不再显示。留空表示不改；要换就重新粘贴。"
        address, secret = self.fields["address"], self.fields["secret"]
        address.help_text = kept if channel else "从机器人的设置页复制，以 https:// 开头。保存后不再显示。"
        optional = "企业微信不用填；钉钉、飞书开启“加签”时填写；签名回调必填，至少 16 个字符。"
        secret.help_text = kept if channel and channel.sealed_secret else optional
        for name in ("address", "secret"):
            self.dress(name)

    def clean_name(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_secret(self) -> str:
        """A key for events has some length."""
        secret = str(self.cleaned_data["secret"])
        if secret and self.data.get("via") == Via.WEBHOOK and len(secret) < 16:
            raise forms.ValidationError("签名密钥至少 16 个字符。")
        return secret


def _initial(channel: Channel | None) -> dict[str, Any]:
    if channel is None:
        return {"quiet": True, "categories": [Category.WAITING, Category.DEADLINE]}
    return shown(channel)
