"""What the public page asks (核验表单); nothing is saved."""

from django import forms

from newmedia_portal.core.ui.forms import PortalForm

from ..models import Platform


def _platforms() -> list[tuple[str, str]]:
    rows = Platform.objects.filter(in_use=True, is_group=False).values_list("code", "name")
    return [("", "不限"), *rows]


class CheckForm(PortalForm):
    """Name, id, link or certificate number, as the reader found it."""

    q = forms.CharField(
        label="账号名称、账号ID、链接或备案编号", max_length=500, help_text="请填写完整，名称只差一个字也是另一个账号。"
    )
    platform = forms.ChoiceField(label="平台", choices=_platforms, required=False)


class PaperForm(PortalForm):
    """Certificate number and check code, as printed."""

    number = forms.CharField(label="备案编号", max_length=40)
    code = forms.CharField(label="核验码", max_length=20)
