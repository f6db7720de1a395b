"""Forms of tokens and service accounts (令牌表单)."""

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator

from ..access.models import User
from ..ui.forms import DayField, OnceField, PortalForm
from .scopes import Scope


class TokenForm(PortalForm):
    """A new token; `owner` is asked only of those who make tokens for service accounts."""

    once = OnceField()
    owner = forms.ModelChoiceField(label="使用人", queryset=User.objects.none())
    name = forms.CharField(label="用途", max_length=60, help_text="写明哪个系统使用，便于日后核对。")
    scopes = forms.MultipleChoiceField(
        label="范围", choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        help_text="只选需要的。令牌能做的永远不超过使用人本人的岗位。",
        error_messages={"required": "请至少选择一项范围。"},
    )  # fmt: skip
    networks = forms.CharField(
        label="允许的地址", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个地址或网段，如 10.1.2.0/24；留空表示不限，建议填写。",
    )  # fmt: skip
    expires_on = DayField(label="有效期至", help_text="最长一年。")

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(owners) < 2:
            del self.fields["owner"]


class ServiceForm(PortalForm):
    """A new account for a program."""

    name = forms.CharField(label="名称", max_length=40, help_text="如“舆情监测系统”。")
    username = forms.CharField(
        label="登录名", max_length=60, validators=[ASCIIUsernameValidator()],
        help_text="英文字母、数字和 . - _；服务账号不能登录网页。",
    )  # fmt: skip
    purpose = forms.CharField(label="用途", max_length=200, help_text="写明对接的系统、单位和联系人所在部门。")
