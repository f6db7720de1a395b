"""What can be wrong in a ledger (问题): kinds, severities, and messages that name the remedy."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.utils import get_column_letter

from newmedia_portal.core.workbook.reader import SheetValues

from .fields import TITLES
from .messages import message_for

if TYPE_CHECKING:
    from .layout import Table


class Severity(StrEnum):
    """An error keeps its row out; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


KINDS: dict[str, tuple[str, Severity]] = {
    "missing_unit": ("缺单位", Severity.ERROR),
    "missing_name": ("缺账号名称", Severity.ERROR),
    "missing_platform": ("缺平台", Severity.ERROR),
    "unknown_platform": ("平台不认识", Severity.ERROR),
    "duplicate_in_file": ("表内重复", Severity.ERROR),
    "bad_date": ("日期写法不对", Severity.ERROR),
    "future_date": ("日期在将来", Severity.ERROR),
    "closing_before_opening": ("注销早于开通", Severity.ERROR),
    "name_too_long": ("名称过长", Severity.ERROR),
    "text_too_long": ("内容过长", Severity.ERROR),
    "formula_cell": ("单元格是公式", Severity.ERROR),
    "error_value": ("单元格是错误值", Severity.ERROR),
    "bad_link": ("链接不对", Severity.ERROR),
    "control_characters": ("含不可见字符", Severity.ERROR),
    "unclear_certified": ("认证情况看不懂", Severity.WARNING),
    "two_on_one_platform": ("同一平台多个账号", Severity.WARNING),
    "id_reused_across_platforms": ("不同平台用同一标识", Severity.WARNING),
    "no_table": ("没有找到台账", Severity.ERROR),
    "missing_column": ("缺少必要的列", Severity.ERROR),
    "id_taken": ("标识已被占用", Severity.ERROR),
    "unit_ambiguous": ("单位重名", Severity.ERROR),
}

ERRORS = frozenset(kind for kind, (_, severity) in KINDS.items() if severity is Severity.ERROR)


class Fault(NamedTuple):
    """One thing wrong at one cell. Rows and columns count from 1; `related` is the cell it is measured against."""

    sheet: str
    row: int
    column: int
    header: str
    field: str
    kind: str
    value: str
    related: tuple[str, str] | None = None
    words: str = ""
    """What the reader is told where the kind alone does not say it."""

    @property
    def message(self) -> str:
        """What is wrong and how to put it right."""
        return self.words or message_for(self.kind, self.value, self.related)

    @property
    def cell(self) -> str:
        """The cell's name, such as F17."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def severity(self) -> Severity:
        """Whether it keeps its row out."""
        return KINDS[self.kind][1]

    @property
    def label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind][0]

    @property
    def is_error(self) -> bool:
        """Whether the row cannot be imported."""
        return self.kind in ERRORS

    def as_json(self) -> dict[str, Any]:
        """Return the fault for JSON answers and for the batch."""
        plain: dict[str, Any] = {
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.row,
            "column": self.header,
            "field": self.field,
            "kind": self.kind,
            "label": self.label,
            "severity": str(self.severity),
            "value": self.value,
            "message": self.message,
        }
        if self.related:
            plain["related"] = {"sheet": self.related[0], "cell": self.related[1]}
        return plain


def no_table(sheet: SheetValues) -> Fault:
    """Say that no sheet looks like a ledger."""
    text = "没有找到表头。请保留含“账号名称”“平台类型”等列名的一行,或下载模板填写。"
    return Fault(sheet.name, 1, 1, "", "", "no_table", "", words=text)


def missing_columns(table: "Table") -> list[Fault]:
    """Say which columns a table cannot do without; a platform may also stand in the sheet's name or a heading."""
    row = table.head_rows[-1]
    faults = []
    wanted = ["name"] if table.platform_hint else ["name", "platform"]
    for code in wanted:
        if table.column_of(code) is None:
            text = f"没有“{TITLES[code]}”一列。请在表头补上,或在“列对应”中指定。"
            faults.append(Fault(table.sheet.name, row, 1, "", code, "missing_column", "", words=text))
    return faults
