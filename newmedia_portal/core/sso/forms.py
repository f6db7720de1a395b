"""Forms of single sign-on: name and password of the directory; linking people, one or many; taking a link back."""

from typing import Any

from django import forms

from ..access.models import User
from ..second_factor.forms import ProofForm
from ..ui.forms import PortalForm
from .kinds import Kind, configured


class DirectoryForm(PortalForm):
    """Name and password of the directory (LDAP)."""

    username = forms.CharField(
        label="统一认证用户名", max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip
    password = forms.CharField(
        label="统一认证密码", max_length=512, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class KindForm(PortalForm):
    """Which kind a link is for; only what is switched on can be chosen."""

    kind = forms.ChoiceField(label="方式")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in configured() or list(Kind)]  # type: ignore[attr-defined]


def reason_field() -> forms.CharField:
    """Return the field for the reason of a request."""
    return forms.CharField(
        label="原因", max_length=200, help_text="写明怎样核实了身份，例如：新入职，已当面核对工号。",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )  # fmt: skip


class LinkForm(KindForm):
    """One person and the identity outside."""

    username = forms.CharField(label="登录名", max_length=150, help_text="本平台的登录名，见“人员”。")
    name = forms.CharField(
        label="外部标识", max_length=255,
        help_text="OIDC 填令牌中的 sub，CAS 和 LDAP 填用户名。本人第一次点“统一认证登录”时，页面会显示自己的标识。",
    )  # fmt: skip

    reason = reason_field()

    def clean_username(self) -> User:
        """Return the person with this log-in."""
        person = User.objects.filter(username=self.cleaned_data["username"].strip()).first()
        if person is None:
            raise forms.ValidationError("没有这个登录名的人员。请先由系统管理员增加人员。")
        return person


class ImportForm(KindForm):
    """One person per line."""

    lines = forms.CharField(
        label="名单", max_length=200_000, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="每行一位：登录名,外部标识。可从表格复制两列粘贴。有一行不对就一行也不提交。",
    )  # fmt: skip
    reason = reason_field()


class OwnProofForm(ProofForm):
    """The own password, and the code where a second factor runs, before the own identity is linked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request.user.second_factor_since is None:  # type: ignore[union-attr]
            del self.fields["code"]


class UnlinkForm(PortalForm):
    """Why a link is taken back."""

    reason = forms.CharField(label="原因", max_length=200)
