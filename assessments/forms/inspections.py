"""Forms of inspection campaigns (检查抽查表单): settings, items, the check of one account."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.ui.forms import DayField, ManyField, OnceField, PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm
from newmedia_portal.core.workdays.states import TermUnit

from ..actions.inspections import Given, Plan
from ..inspecting.kinds import Kind
from ..inspecting.states import Outcome
from ..inspecting.template import KINDS, Item, problems
from ..models import Answer
from ..rates import OWNER_LEVELS
from .evidence import FilesField

LONG = forms.Textarea(attrs={"rows": 3})
PLACES: dict[str, Any] = {"max_digits": 5, "decimal_places": 2}
ANSWERS = [(one.value, one.label) for one in (Outcome.FINE, Outcome.PROBLEM, Outcome.UNKNOWN, Outcome.NONE)]


class PeopleField(ManyField):
    """People by name and where they work."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name, units and roles."""
        posts = [f"{post.unit.name} {post.get_role_display()}" for post in obj.posts.all() if post.until is None]
        return f"{obj}（{'、'.join(posts)}）" if posts else str(obj)


class CampaignForm(MeanwhileForm):
    """Everything that is set before the draw."""

    name = forms.CharField(label="名称", max_length=120, help_text="例如：2026年第三季度政务新媒体检查。")
    kind = forms.ChoiceField(label="检查类型")
    period = forms.CharField(
        label="检查周期",
        max_length=10,
        required=False,
        help_text="写成 2026Q3、2026-09 或 2026；专项可不填。",
    )
    window_start = DayField(label="检查开始")
    window_end = DayField(label="检查结束", help_text="检查时间不必与周期相同。")
    percent = forms.DecimalField(label="抽查比例（%）", min_value=Decimal("0.01"), max_value=100, **PLACES)
    seed = forms.CharField(
        label="抽样种子",
        max_length=64,
        required=False,
        help_text="同一种子和范围总得到同一结果；不填由系统生成。",
    )
    only_units = ManyField(
        label="限定单位",
        queryset=Unit.objects.none(),
        required=False,
        help_text="不选为全部单位；选中的含下级，按住 Ctrl 可多选。",
    )
    only_platforms = ManyField(
        label="限定平台",
        queryset=Platform.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为全部平台。",
    )
    owner_level = forms.ChoiceField(
        label="本级层级", required=False, choices=[("", "按单位类别统计"), *OWNER_LEVELS.items()]
    )
    inspectors = PeopleField(
        label="检查人员",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="至少两人，不合格的须由另一人复核；在某单位任职的人员不会分到该单位的账号。",
    )
    second_percent = forms.IntegerField(
        label="合格账号复核比例（%）", min_value=0, max_value=100, help_text="不合格的全部复核。"
    )
    rectify_number = forms.IntegerField(label="整改报告期限", min_value=1, max_value=365)
    rectify_unit = forms.ChoiceField(label="期限单位", choices=TermUnit.choices)
    objection_days = forms.IntegerField(
        label="申诉期限（工作日）", min_value=0, max_value=60, help_text="填 0 表示在整改报告期限内都可以申诉。"
    )
    repeat_months = forms.IntegerField(label="重复问题回看（月）", min_value=1, max_value=60)
    remark = forms.CharField(label="说明", max_length=500, required=False, widget=LONG)
    token = OnceField()

    def __init__(
        self, *args: Any, kinds: list[Kind], units: QuerySet[Unit], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, _kind_words(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["only_units"].queryset = units  # type: ignore[attr-defined]
        platforms = Platform.objects.filter(is_group=False)
        self.fields["only_platforms"].queryset = platforms  # type: ignore[attr-defined]
        self.fields["inspectors"].queryset = people  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        """Return the period as it is stored: 2026q3 and 2026年第3季度 are 2026Q3."""
        text = str(self.cleaned_data["period"]).strip().upper().replace("年第", "Q").replace("季度", "")
        return text.replace("年", "-").rstrip("月-") if "年" in text else text

    @property
    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("token", "seen")}
        data["only_units"] = tuple(unit.pk for unit in data["only_units"])
        data["only_platforms"] = tuple(platform.pk for platform in data["only_platforms"])
        data["inspectors"] = tuple(data["inspectors"])
        return Plan(**data)


def _kind_words(kind: Kind) -> str:
    return f"{kind.label}（{kind.article}）" if kind.article else kind.label


class ItemForm(PortalForm):
    """One item of a campaign that is being prepared."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    source = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    label = forms.CharField(label="检查项", max_length=60)
    kind = forms.ChoiceField(label="类型", choices=list(KINDS.items()))
    problem = forms.ChoiceField(label="问题类别")
    article = forms.CharField(label="依据条款", max_length=120, required=False)
    points = forms.DecimalField(label="每处分值", min_value=0, max_value=100, required=False, **PLACES)
    cap = forms.DecimalField(label="最多扣（加）分", min_value=0, max_value=100, required=False, **PLACES)
    days = forms.IntegerField(label="天数", min_value=0, max_value=366, required=False)
    hint = forms.CharField(label="检查提示", max_length=200, required=False)
    keep = forms.BooleanField(label="列入本次检查", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.label) for one in problems().values()]
        self.fields["problem"].choices = choices  # type: ignore[attr-defined]

    def row(self, number: int, stored: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Return the item as JSON; what the page does not show stays as it is stored."""
        data = self.cleaned_data
        old = stored.get(data["code"], {"code": f"added_{number}", "source": "hand", "platforms": []})
        return {
            **old,
            "label": data["label"].strip(),
            "kind": data["kind"],
            "problem": data["problem"],
            "article": data["article"].strip(),
            "hint": data["hint"].strip(),
            "points": str(data["points"] or 0),
            "cap": str(data["cap"] or 0),
            "days": data["days"] or 0,
        }


ItemFormSet = forms.formset_factory(ItemForm, extra=0, max_num=60)


class AnswerForm(PortalForm):
    """The answer to one item for one account."""

    outcome = forms.ChoiceField(label="结果", choices=ANSWERS, widget=forms.RadioSelect, required=False)
    hits = forms.IntegerField(label="处数", min_value=1, max_value=999, required=False)
    words = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    link = forms.CharField(label="链接", max_length=500, required=False)
    files = FilesField(label="截图或文件", required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, item: Item, answer: Answer, **kwargs: Any) -> None:
        chosen = "" if answer.outcome == Outcome.OPEN else answer.outcome
        initial = {"outcome": chosen, "hits": answer.hits, "words": answer.words, "link": answer.link}
        super().__init__(*args, prefix=item.code, initial=initial, **kwargs)
        self.item, self.answer = item, answer

    @property
    def open(self) -> bool:
        """Whether words and evidence are shown at once: where there is a problem or a fault of the form."""
        chosen = self["outcome"].value()
        return bool(self.errors) or chosen == Outcome.PROBLEM

    @property
    def given(self) -> Given | None:
        """What was answered; None where nothing has been chosen yet."""
        data = self.cleaned_data
        if not data["outcome"]:
            return None
        return Given(data["outcome"], data["words"], data["link"], data["hits"] or 1, data["files"])


class PointForm(PortalForm):
    """The time point at which a check holds."""

    point = forms.DateTimeField(
        label="检查时点",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class ReasonForm(PortalForm):
    """A reason, under the label that the step gives it."""

    reason = forms.CharField(label="原因", max_length=300, widget=LONG)
    token = OnceField()

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or "原因"


class AssignForm(PortalForm):
    """Another person for a check or a second look."""

    person = forms.ModelChoiceField(label="检查人员", queryset=User.objects.none())
    token = OnceField()

    def __init__(self, *args: Any, people: QuerySet[User], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label = label
