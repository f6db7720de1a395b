"""Forms of the platform catalogue."""

import re
from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm

SPLIT = re.compile(r"[,，、;；\n]+")


class PlatformForm(MeanwhileForm):
    """Facts of a platform (平台)."""

    name = forms.CharField(label="平台名称", max_length=40)
    aliases = forms.CharField(
        label="别名", required=False, widget=forms.Textarea, help_text="导入台账时按别名认平台,用顿号或换行分开。"
    )
    id_label = forms.CharField(label="账号标识的叫法", max_length=40, required=False)
    pushes_per_month = forms.IntegerField(label="每月可发布次数", required=False, min_value=1, max_value=1000)
    position = forms.IntegerField(label="排序", min_value=0, max_value=9999)
    approved = forms.BooleanField(label="国家主管部门核准的平台", required=False)
    in_use = forms.BooleanField(label="启用", required=False)

    def clean_aliases(self) -> list[str]:
        """Return the aliases as a list without doubles."""
        found = (part.strip() for part in SPLIT.split(self.cleaned_data["aliases"]))
        return list(dict.fromkeys(part for part in found if part))


class PatternForm(PortalForm):
    """One link pattern (链接规则)."""

    expression = forms.CharField(label="表达式", max_length=300, required=False, strip=True)
    example = forms.CharField(label="示例链接", max_length=300, required=False)
    note = forms.CharField(label="识别后的提示", max_length=100, required=False)


PatternFormSet = forms.formset_factory(PatternForm, extra=2, max_num=20, validate_max=True, can_order=False)


class TryForm(PortalForm):
    """A link to be recognised with the saved patterns (试一试)."""

    link = forms.CharField(label="粘贴一个链接", max_length=1000)


def pattern_rows(formset: Any) -> list[dict[str, str]]:
    """Return the filled rows of the formset in order; a row without expression is left out."""
    return [
        {name: row.get(name, "") for name in ("expression", "example", "note")}
        for row in formset.cleaned_data
        if row.get("expression")
    ]
