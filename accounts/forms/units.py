"""Forms of the unit tree."""

from typing import Any

from django import forms
from django.utils import timezone

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from .fields import unit_field


def kinds_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the unit kinds that an edition knows."""
    return [("", "请选择"), *((code, UNIT_KINDS[code]) for code in edition.unit_kinds)]


class UnitForm(PortalForm):
    """A new unit below another one (新增单位)."""

    examples = {"code": "SL-0012"}

    name = forms.CharField(label="单位名称", max_length=120)
    code = forms.CharField(label="单位代码", max_length=40, help_text="全平台唯一,台账导入时用它认单位。")
    kind = forms.ChoiceField(label="单位类别")
    region = forms.CharField(label="所在地", max_length=60, required=False)
    contact_phone = forms.CharField(label="联系电话", max_length=30, required=False)
    is_authority = forms.BooleanField(label="这是备案机关", required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_of(edition)  # type: ignore[attr-defined]


class ChangeUnitForm(MeanwhileForm, UnitForm):  # type: ignore[misc]
    """Facts of a unit besides its name (单位资料)."""

    name = None  # type: ignore[assignment]


class RenameForm(MeanwhileForm):
    """A new name with its reason (单位更名)."""

    name = forms.CharField(label="新名称", max_length=120)
    reason = forms.CharField(label="依据或理由", max_length=200, required=False)


class MoveForm(PortalForm):
    """Another unit above (调整上级单位)."""

    reason = forms.CharField(label="依据或理由", max_length=200, required=False)
    field_order = ("parent", "reason")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.running().filter(root=unit.root_id)
        below = Unit.objects.below(unit.path).values("pk")
        self.fields["parent"] = unit_field(others.exclude(pk__in=below), label="新的上级单位")
        self.dress("parent")
        self.order_fields(self.field_order)


class CloseUnitForm(PortalForm):
    """The day a unit was dissolved (撤销单位)."""

    on = DayField(label="撤销日期", initial=timezone.localdate)
    reason = forms.CharField(label="依据或理由", max_length=200, required=False)


class TargetForm(PortalForm):
    """Another unit of the same organisation, or none (主管部门、上级宣传部门)."""

    def __init__(self, *args: Any, unit: Unit, field: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.running().filter(root=unit.root_id).exclude(pk=unit.pk)
        self.fields[field] = unit_field(others, label=label, required=False, help_text="不选表示没有。")
        self.dress(field)
