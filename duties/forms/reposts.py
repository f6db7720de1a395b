"""Forms of repost tasks (转发任务表单)."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.ui.forms import DayField, ManyField, OnceField, PortalForm
from newmedia_portal.regimes.schema.content import RepostTask as RepostRule
from newmedia_portal.regimes.vocabulary import ACCOUNT_CLASSES, ACCOUNT_KINDS

from ..actions.reposts import Item
from ..aim import Aim, eligible
from ..clock import LONGEST

MOST_UNITS_LISTED = 40


class UnitLinesField(forms.Field):
    """Units by name or code, one a line, where there are too many to tick."""

    widget = forms.Textarea

    def __init__(self, *, queryset: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_python(self, value: Any) -> list[Unit]:
        """Return the units that the lines name; refuse a line that names none or several."""
        lines = [line.strip()[:120] for line in str(value or "").replace("\x00", "").splitlines() if line.strip()]
        if len(lines) > 200:
            raise forms.ValidationError("一次最多写 200 个单位。请改填上级单位,下级会一并选中。")
        found: list[Unit] = []
        for line in lines:
            named = list(self.queryset.filter(name=line)[:2]) or list(self.queryset.filter(code=line)[:2])
            if len(named) != 1:
                raise forms.ValidationError(f"“{line}”{'有多个' if named else '没有找到'},请写单位全称或单位代码。")
            found += named
        return found


class IssueForm(PortalForm):
    """The item and the filter of accounts. `rule` is what the edition in force says of reposts."""

    issuer = forms.ChoiceField(label="发布方", widget=forms.RadioSelect)
    title = forms.CharField(label="标题", max_length=120, help_text="与原文标题一致,便于各单位查找。")
    link = forms.CharField(
        label="原文链接", max_length=2000, required=False, help_text="从浏览器或客户端复制,整段分享文字也可以。"
    )
    text = forms.CharField(
        label="原文", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="没有链接时填写;有链接的可以不填。",
    )  # fmt: skip
    note = forms.CharField(
        label="转发要求", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如保留来源署名。只写对单位账号的要求;要求个人转发、点赞或截图的,系统不予下达。",
    )  # fmt: skip
    workdays = forms.IntegerField(
        label="转发期限(工作日)", min_value=0, max_value=LONGEST, help_text="从下达次日起数,0 表示当天。"
    )
    units = forms.Field(label="单位及其下级", required=False)
    platforms = forms.MultipleChoiceField(label="平台", required=False, widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(label="账号类别", required=False, widget=forms.CheckboxSelectMultiple)
    classes = forms.MultipleChoiceField(label="政务属性", required=False, widget=forms.CheckboxSelectMultiple)
    token = OnceField()

    def __init__(self, *args: Any, unit: Unit, rule: RepostRule, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        root = unit.root or unit
        self.fields["issuer"].choices = [(name, name) for name in rule.issuers]  # type: ignore[attr-defined]
        self.fields["issuer"].article = rule.article  # type: ignore[attr-defined]
        if rule.limit is not None:
            del self.fields["workdays"]
        else:
            self.fields["workdays"].help_text = f"{rule.limit_note}从下达次日起数,0 表示当天。"
        self._offer(eligible(root, by), root, by)

    def _offer(self, accounts: QuerySet[MediaAccount], root: Unit, by: User) -> None:
        """Offer only what some account has; a choice of one is none."""
        offered = accounts.order_by()
        platforms = Platform.objects.filter(pk__in=offered.values("platform")).values_list("code", "name")
        kinds, classes = (
            set(offered.values_list("kind", flat=True)),
            set(offered.values_list("account_class", flat=True)),
        )
        for name, choices in (
            ("platforms", list(platforms)),
            ("kinds", [(code, word) for code, word in ACCOUNT_KINDS.items() if code in kinds]),
            ("classes", [(code, word) for code, word in ACCOUNT_CLASSES.items() if code in classes]),
        ):
            if len(choices) < 2:
                del self.fields[name]
                continue
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].help_text = "不选为全部。"
        units = Unit.objects.visible_to(by).running().filter(root=root, depth__gte=1)
        first = units.filter(depth=1, is_authority=False).order_by("path")
        if first[MOST_UNITS_LISTED : MOST_UNITS_LISTED + 1].exists():
            help_text = "每行一个单位全称或单位代码,下级一并选中;留空为全部。"
            self.fields["units"] = UnitLinesField(
                queryset=units, label="单位及其下级", required=False, help_text=help_text
            )
        else:
            self.fields["units"] = ManyField(
                queryset=first, label="单位及其下级", required=False, widget=forms.CheckboxSelectMultiple,
                help_text="选中的单位连同下级;不选为全部。",
            )  # fmt: skip
        self.dress("units")

    @property
    def item(self) -> Item:
        """The item; call on a valid form."""
        names = ("issuer", "title", "link", "text", "note", "workdays")
        return Item(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})

    @property
    def aim(self) -> Aim:
        """The filter; call on a valid form."""
        return Aim(
            units=tuple(self.cleaned_data["units"] or ()),
            **{name: tuple(self.cleaned_data.get(name, ())) for name in ("platforms", "kinds", "classes")},
        )


class ConfirmForm(PortalForm):
    """Where and when the account reposted."""

    link = forms.CharField(
        label="转发链接", max_length=2000, help_text="在账号上打开转发的内容,复制链接或整段分享文字粘贴到这里。",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip
    posted_on = DayField(label="转发日期", help_text="账号实际发布的日期。")
    posted_time = forms.TimeField(
        label="转发时间", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "时间看不懂。请写成 9:30。"},
    )  # fmt: skip
    token = OnceField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        local = timezone.localtime(now)
        kwargs["initial"] = {"posted_on": local.date(), "posted_time": local.time(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def posted_at(self) -> datetime:
        """The moment of the repost; call on a valid form."""
        data = self.cleaned_data
        naive = datetime.combine(data["posted_on"], data["posted_time"])
        return timezone.make_aware(naive.replace(second=0, microsecond=0))


class BatchForm(PortalForm):
    """The filled-in template."""

    file = forms.FileField(
        label="填好的模板", help_text="Excel 工作簿(.xlsx),不超过 2 MB。没有填链接和日期的行不处理。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择填好的模板。", "empty": "文件是空的。请选择填好的模板。"},
    )  # fmt: skip


class ReasonForm(PortalForm):
    """Why an account had better not repost."""

    reason = forms.CharField(
        label="不适合转发的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如内容与账号服务对象无关、账号正在办理注销。由下达部门答复。",
    )  # fmt: skip
    token = OnceField()


class AnswerForm(forms.Form):
    """The department's answer to an excuse; the buttons carry the verdict."""

    verdict = forms.ChoiceField(choices=[("agree", "同意不转发"), ("insist", "请照常转发")])
    reason = forms.CharField(label="说明", max_length=300, required=False)


class EndForm(forms.Form):
    """Why a task ends or is taken back."""

    reason = forms.CharField(label="说明", max_length=300, required=False)
