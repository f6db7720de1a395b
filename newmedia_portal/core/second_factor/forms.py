"""Forms of the second factor."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from ..ui.forms import PortalForm

NUMBERS = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "14", "spellcheck": "false"}
LETTERS = {"autocomplete": "off", "autocapitalize": "none", "maxlength": "40", "spellcheck": "false"}


class CodeForm(PortalForm):
    """One code, of the authenticator or for recovery; `recovery` shows the field for the latter."""

    code = forms.CharField(label="验证码", max_length=40, help_text="验证器当前显示的 6 位数字。")

    def __init__(self, *args: Any, recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        if recovery:
            field.label, field.help_text = "恢复码", "启用时打印或保存的 12 位恢复码，每个只能用一次。"
            field.error_messages["required"] = "请填写恢复码。"
        field.widget.attrs.update(LETTERS if recovery else NUMBERS)


def password_field() -> forms.CharField:
    """Return the field for the own password."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label="登录密码", max_length=200, strip=False, widget=widget)


class PasswordForm(CodeForm):
    """The own password once more; wrong ones count towards the lock of the log-in."""

    password = password_field()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        password = str(self.cleaned_data["password"])
        user = self.request.user
        if authenticate(self.request, username=user.get_username(), password=password) is None:
            raise forms.ValidationError("密码不正确。请核对后重新输入，连续输错会暂时锁定。")
        return password


class ProofForm(PasswordForm):
    """Password and code, before something is changed."""

    field_order = ["password", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码或恢复码"
        self.fields["code"].help_text = "验证器当前显示的 6 位数字，或一个恢复码。"
        self.fields["code"].widget.attrs.update(LETTERS)
        self.fields["code"].error_messages["required"] = "请填写验证码或恢复码。"


class EnrolForm(PasswordForm):
    """A code of the new authenticator; also the password where it was not just asked for, and the old code."""

    old_code = forms.CharField(
        label="原来的验证码或恢复码", max_length=40, widget=forms.TextInput(attrs=LETTERS),
        help_text="原手机验证器显示的 6 位数字；手机不在了，填一个恢复码。",
    )  # fmt: skip
    field_order = ["password", "old_code", "code"]

    def __init__(self, *args: Any, at_the_door: bool, replacing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "新手机显示的验证码" if replacing else "验证码"
        self.fields["code"].error_messages["required"] = "请填写验证器当前显示的 6 位数字。"
        if at_the_door:
            del self.fields["password"]
        if not replacing:
            del self.fields["old_code"]


class ReasonForm(PortalForm):
    """Why the second factor of somebody is reset."""

    reason = forms.CharField(
        label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="写明怎样核实了身份，例如：手机丢失，已当面核实本人。",
    )  # fmt: skip
