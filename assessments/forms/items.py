"""Forms of published items (发布数据表单)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.fields import unit_field
from accounts.ledger.actions import MODES
from accounts.models import MediaAccount
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm

from ..importing.columns import TITLES
from ..models import ItemImport
from ..telling import FIGURES, LABELS, Told
from ..telling.told import BIGGEST, LINK_LIMIT, TITLE_LIMIT

ORIGINAL = [("", "未注明"), ("1", "原创"), ("0", "转载")]


class ItemForm(PortalForm):
    """One item as a person enters it; figures may stay empty."""

    title = forms.CharField(label="标题", max_length=TITLE_LIMIT, help_text="没有标题的信息填正文开头。")
    published_on = DayField(label="发布日期")
    published_time = forms.TimeField(
        label="发布时间", required=False, input_formats=["%H:%M", "%H:%M:%S"],
        help_text="例如 18:00,不清楚的可以不填。",
        error_messages={"invalid": "时间看不懂。请写成 18:00。"}, widget=forms.TextInput(),
    )  # fmt: skip
    link = forms.CharField(
        label="链接", max_length=LINK_LIMIT, required=False, help_text="以 http:// 或 https:// 开头。"
    )
    original = forms.ChoiceField(label="原创或转载", choices=ORIGINAL, required=False, widget=forms.RadioSelect)
    figures_on = DayField(label="数据截至", required=False, help_text="下面各项数字是哪一天看到的;不填数字的可以不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                required=False,
                min_value=0,
                max_value=BIGGEST,
                help_text="没有数据请留空,不要填 0。",
            )
            self.dress(name)

    def told(self, account: MediaAccount) -> Told:
        """Return what the valid form tells of an account."""
        data = self.cleaned_data
        clock = data["published_time"]
        at = timezone.make_aware(datetime.combine(data["published_on"], clock)) if clock else None
        return Told(
            account=account,
            published_on=data["published_on"],
            published_at=at,
            title=data["title"],
            link=data["link"],
            original={"1": True, "0": False}.get(data["original"]),
            figures={name: data[name] for name in FIGURES},
            figures_on=data["figures_on"],
        )


class NewItemForm(ItemForm):
    """A new item, sent once."""

    token = OnceField()


class CorrectForm(MeanwhileForm, ItemForm):  # type: ignore[misc]
    """A correction, with its reason."""

    reason = forms.CharField(label="更正原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(PortalForm):
    """A reason alone: letting an item count again, taking back a nil return or a batch."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(ReasonForm):
    """Marking an item as taken down or entered by mistake."""

    on = DayField(label="撤下日期", help_text="登记有误的,填今天。")
    field_order = ("on", "reason")


class NilForm(PortalForm):
    """本周期无发布: days in which nothing was published."""

    first_on = DayField(label="开始日期")
    last_on = DayField(label="结束日期", help_text="最晚填昨天,今天还没有过完。")
    confirmed = forms.BooleanField(
        label="已核对该账号后台,这段日期内确实没有发布", error_messages={"required": "请先核对后台,再勾选。"}
    )


class FollowersForm(PortalForm):
    """Followers on a day."""

    as_of = DayField(label="截至日期")
    count = forms.IntegerField(label="粉丝数", min_value=0, max_value=BIGGEST)


class TokenForm(PortalForm):
    """A key for another system."""

    name = forms.CharField(label="用途", max_length=60, help_text="写明哪个单位的哪个系统使用。")
    unit = forms.Field(label="单位范围")
    expires_on = DayField(label="有效期至", help_text="最长一年。")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(units, label="单位范围", help_text="含其下级单位的账号。")
        self.dress("unit")


class UploadForm(PortalForm):
    """Step 1 of the import: whose export it is, and the workbook."""

    account = forms.ModelChoiceField(
        label="账号", queryset=MediaAccount.objects.none(), required=False, empty_label="表中有“账号”一列(多个账号)",
        help_text="单个账号的后台导出,请选择该账号。",
    )  # fmt: skip
    file = forms.FileField(
        label="后台导出的工作簿",
        help_text="公众号、微博、抖音、头条号后台导出的逐条数据,或本平台模板;Excel 工作簿(.xlsx),不超过 20 MB。"
        "后台给出 .xls 或 .csv 的,请用 Excel 或 WPS 另存为 .xlsx。",
        error_messages={"required": "请选择工作簿。", "empty": "文件是空的。请选择后台导出的工作簿。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = lambda one: f"{one.name}({one.platform.name}) · {one.unit.name}"  # type: ignore[attr-defined]


class ConfirmForm(PortalForm):
    """Step 3: how to import, and of which days the file tells everything."""

    complete = forms.BooleanField(
        label="表中列出了下面这段日期内的全部发布", required=False,
        help_text="勾选后,这段日期内表中没有的,视为没有发布;不勾选的,只登记表中各条,其余仍是“没有数据”。",
    )  # fmt: skip
    covers_from = DayField(label="数据自", required=False)
    covers_until = DayField(label="数据至", required=False, help_text="含今天的,数据完整算到昨天为止。")
    figures_on = DayField(label="阅读等数字截至", help_text="从后台导出的那一天。")
    mode = forms.ChoiceField(
        label="导入方式", choices=list(MODES.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选择导入方式。", "invalid_choice": "请选择导入方式。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A complete file needs both days."""
        data = super().clean() or self.cleaned_data
        if data.get("complete"):
            for name in ("covers_from", "covers_until"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "请填写日期,或不勾选“全部发布”。")
        return data

    @property
    def period(self) -> Any:
        """The days of which the file tells everything; None where it does not."""
        data = self.cleaned_data
        return (data["covers_from"], data["covers_until"]) if data["complete"] else None


class MappingForm(forms.Form):
    """What each column of each table means."""

    def __init__(self, batch: ItemImport, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.tables: list[dict[str, Any]] = []
        for number, table in enumerate(batch.mapping.get("tables", [])):
            columns = []
            for column in table["columns"]:
                name = f"column-{number}-{column['letter']}"
                label = f"{table['sheet']} {column['letter']} 列“{column['key']}”的含义"
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=list(TITLES.items()), initial=column["field"],
                    widget=forms.Select(attrs={"aria-label": label, "class": "form-select form-select-sm"}),
                )  # fmt: skip
                columns.append({**column, "bound": self[name]})
            self.tables.append({"sheet": table["sheet"], "columns": columns})

    def chosen(self) -> dict[str, dict[str, str]]:
        """Return sheet → heading → field; call on a valid form."""
        return {
            table["sheet"]: {c["key"]: self.cleaned_data[c["bound"].name] for c in table["columns"]}
            for table in self.tables
        }
