"""What can be wrong in an export (问题): kinds, severities, and messages that name the remedy."""

from accounts.ledger.faults import Fault, Severity
from accounts.ledger.messages import shown

KINDS: dict[str, tuple[str, Severity]] = {
    "no_table": ("没有找到表头", Severity.ERROR),
    "daily_data": ("不是逐条数据", Severity.ERROR),
    "missing_account": ("没有账号", Severity.ERROR),
    "missing_title": ("缺标题", Severity.ERROR),
    "missing_date": ("缺发布日期", Severity.ERROR),
    "bad_date": ("日期写法不对", Severity.ERROR),
    "future_date": ("日期在将来", Severity.ERROR),
    "too_early": ("日期过早", Severity.ERROR),
    "bad_number": ("数字写法不对", Severity.ERROR),
    "bad_link": ("链接不对", Severity.ERROR),
    "formula_cell": ("单元格是公式", Severity.ERROR),
    "error_value": ("单元格是错误值", Severity.ERROR),
    "control_characters": ("含不可见字符", Severity.ERROR),
    "unknown_account": ("账号不在台账", Severity.ERROR),
    "ambiguous_account": ("账号不唯一", Severity.ERROR),
    "unknown_platform": ("平台不认识", Severity.ERROR),
    "duplicate_in_file": ("表内重复", Severity.WARNING),
    "other_platform": ("版式与平台不符", Severity.WARNING),
}
TEXTS: dict[str, str] = {
    "no_table": "没有找到含“标题”和“发布时间”两列的表头。请上传平台后台导出的逐条数据,或下载模板填写。",
    "daily_data": "这是按日或按渠道汇总的数据,没有逐条的标题。请改在后台的内容分析(作品数据)中导出逐条明细。",
    "missing_account": "表中没有账号一列,也没有选择账号。请在上传时选择账号,或在“列对应”中指定账号列。",
    "missing_title": "没有标题。请补上标题;没有标题的信息请填正文开头。",
    "missing_date": "没有发布时间。请补上发布日期。",
    "bad_date": "“{value}”不是能认出的日期。请写成 2026-09-01 或 2026-09-01 10:30。",
    "future_date": "“{value}”在今天之后。请核对年份和日期。",
    "too_early": "“{value}”过早。请核对年份。",
    "bad_number": "“{value}”不是能认出的数字。请写成 1234 或 1.2万;没有数据请留空。",
    "bad_link": "“{value}”不是网址。请填写以 http:// 或 https:// 开头的完整地址,没有则留空。",
    "formula_cell": "单元格是公式“{value}”。请复制后用“选择性粘贴-数值”改为数字或文字。",
    "error_value": "单元格是错误值“{value}”。请改为实际内容。",
    "control_characters": "含有看不见的控制字符:“{value}”。请删去后重新输入。",
    "unknown_account": "“{value}”不在您可以登记的账号中。请与台账中的账号名称或标识核对。",
    "ambiguous_account": "有多个账号叫“{value}”。请在平台一列注明平台,或改填账号标识。",
    "unknown_platform": "“{value}”不在平台目录中。请改为目录中的名称,如“微信订阅号”“微博”“抖音”。",
    "duplicate_in_file": "与{related}是同一条信息,只计一次。",
    "other_platform": "表的版式是“{value}”,与账号所在平台不同。请核对是否选错了账号。",
}


class ItemFault(Fault):
    """One thing wrong at one cell of an export."""

    __slots__ = ()

    @property
    def message(self) -> str:
        """What is wrong and how to put it right."""
        where = f"“{self.related[0]}”{self.related[1]}" if self.related else ""
        return self.words or TEXTS[self.kind].format(value=shown(self.value.strip()), related=where)

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
        return self.severity is Severity.ERROR
