"""Forms of the import pages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import PortalForm

from ..models import ImportBatch
from .actions import MODES
from .fields import TITLES


class UploadForm(PortalForm):
    """Step 1: the workbook and the unit below which its units are looked for."""

    unit = forms.ModelChoiceField(
        label="导入到",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="表中的单位在该单位及其下级中按名称查找,没有的将在其下新建。",
    )
    file = forms.FileField(
        label="台账文件",
        help_text="Excel 工作簿(.xlsx),不超过 20 MB。已有的台账不必重抄,直接上传。",
        error_messages={"required": "请选择台账文件。", "empty": "文件是空的。请选择填好的 Excel 文件。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = importable(user)  # type: ignore[attr-defined]


def importable(user: Any) -> QuerySet[Unit]:
    """Return the units into which a person may import: the tops of what they oversee."""
    granted = get_objects_for_user(user, "core.oversee_unit", klass=Unit, accept_global_perms=False)
    return granted.select_related("root").order_by("path")


class ConfirmForm(PortalForm):
    """Step 3: how to import."""

    mode = forms.ChoiceField(
        label="导入方式", choices=list(MODES.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选择导入方式。", "invalid_choice": "请选择导入方式。"},
    )  # fmt: skip


class UndoForm(PortalForm):
    """Taking a batch back needs a reason."""

    reason = forms.CharField(
        label="撤销理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤销理由。"},
    )  # fmt: skip


class MappingForm(forms.Form):
    """What each column of each table means."""

    def __init__(self, batch: ImportBatch, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.tables: list[dict[str, Any]] = []
        for number, table in enumerate(batch.mapping.get("tables", [])):
            columns = []
            for column in table["columns"]:
                name = f"column-{number}-{column['letter']}"
                label = f"{table['sheet']} {column['letter']} 列“{column['key']}”的含义"
                self.fields[name] = forms.ChoiceField(
                    label=label,
                    choices=list(TITLES.items()),
                    initial=column["field"],
                    widget=forms.Select(attrs={"aria-label": label, "class": "form-select form-select-sm"}),
                )
                columns.append({**column, "bound": self[name]})
            self.tables.append({"sheet": table["sheet"], "columns": columns})

    def chosen(self) -> dict[str, dict[str, str]]:
        """Return sheet → heading → field; call on a valid form."""
        return {
            table["sheet"]: {c["key"]: self.cleaned_data[c["bound"].name] for c in table["columns"]}
            for table in self.tables
        }
