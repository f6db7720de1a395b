"""Forms of the register."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.ui.forms import DayField, PortalForm, PortalModelForm
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import ACCOUNT_CLASSES, ACCOUNT_KINDS, FUNCTIONS, REGISTRANTS

from ..models import MediaAccount, Platform
from .fields import unit_field

SKIPPED = ("opened_precision", "is_legacy")
LONG = ("purpose", "remark")


def platform_choice(**kwargs: Any) -> forms.ModelChoiceField:
    """Return the choice of a platform by its code."""
    return forms.ModelChoiceField(
        queryset=Platform.objects.filter(in_use=True), to_field_name="code", empty_label="请选择", **kwargs
    )


class UnfiledForm(PortalForm):
    """An account found running without a filing (登记未备案账号)."""

    link = forms.CharField(label="账号链接", max_length=1000, required=False)
    name = forms.CharField(label="账号名称", max_length=200, help_text="与平台上显示的名称一致。")
    handle = forms.CharField(label="账号标识", max_length=120, required=False, help_text="平台上的稳定标识。")
    found_on = DayField(label="发现日期", initial=timezone.localdate, help_text="补备案的期限从这一天起算。")
    reason = forms.CharField(label="发现经过", max_length=300, required=False)
    field_order = ("unit", "link", "platform", "name", "handle", "found_on", "reason")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(Unit.objects.visible_to(by).running(), label="主办单位")
        self.fields["platform"] = platform_choice(label="平台")
        self.fields["link"].widget.attrs.update(
            {"data-recognise": reverse("accounts:recognise"), "data-recognise-note": "recognise-note"}
        )
        self.fields["link"].help_text = "粘贴账号主页链接,可自动识别平台与标识。"
        for name in ("unit", "platform", "link"):
            self.dress(name)
        self.order_fields(self.field_order)


class CustodyForm(PortalForm):
    """Who keeps the password from now on; the secret itself is never asked for (口令保管移交)."""

    keeper = forms.CharField(label="接手的保管人", max_length=40)
    on = DayField(label="接手日期", initial=timezone.localdate)
    changed_on = DayField(label="改密日期", required=False, help_text="更换保管人须同时改密。这里只记日期,不填写口令。")
    reason = forms.CharField(label="移交原因", max_length=100)


class CircleForm(PortalForm):
    """Whether an account belongs to the department's circle, and who follows whom (工作圈)."""

    joined_on = DayField(label="加入日期", initial=timezone.localdate)
    left_on = DayField(label="退出日期", required=False, help_text="仍在工作圈内的不填。")
    follows_us = forms.BooleanField(label="该账号已关注本部门账号", required=False)
    followed_by_us = forms.BooleanField(label="本部门账号已回关", required=False)
    note = forms.CharField(
        label="支持事项", max_length=200, required=False, help_text="如协助实名认证、推广、技术支持。"
    )


class CorrectForm(PortalModelForm):
    """Facts of an entry that a person may correct (更正台账)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="更正理由", max_length=300, help_text="写入变更历史。")

    class Meta:
        """All facts; those that the person may not touch are taken out."""

        model = MediaAccount
        fields = "__all__"

    def __init__(self, *args: Any, allowed: frozenset[str], edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if (name not in allowed and name not in ("version", "reason")) or name in SKIPPED:
                del self.fields[name]
        self._choose("kind", {item.code: item.text for item in edition.account_kinds} or ACCOUNT_KINDS)
        self._choose("account_class", ACCOUNT_CLASSES)
        self._choose("registrant_kind", REGISTRANTS)
        if "functions" in self.fields:
            self.fields["functions"] = forms.MultipleChoiceField(
                label="功能定位",
                choices=list(FUNCTIONS.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.dress("functions")
        self.initial["version"] = self.instance.version
        self.order_fields([*(name for name in self.fields if name not in ("reason", "version")), "reason", "version"])

    def _choose(self, name: str, choices: dict[str, str]) -> None:
        if name in self.fields:
            present = getattr(self.instance, name)
            rows = dict(choices) | ({present: present} if present and present not in choices else {})
            field = forms.ChoiceField(
                label=self.fields[name].label, choices=[("", "未登记"), *rows.items()], required=False
            )
            self.fields[name] = field
            self.dress(name)

    def _post_clean(self) -> None:
        """Leave the entry alone: the action writes and checks it."""

    def changes(self) -> dict[str, Any]:
        """Return the facts that differ from what the reader saw."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name not in ("version", "reason")}
