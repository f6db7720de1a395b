"""What can be wrong in a workbook of people (问题): kinds, severities, and messages that name the remedy."""

from newmedia_portal.core.access.roles import Role

from ..ledger.faults import Fault, Severity
from ..ledger.messages import shown

KINDS: dict[str, tuple[str, Severity]] = {
    "no_table": ("没有找到名册", Severity.ERROR),
    "missing_column": ("缺少必要的列", Severity.ERROR),
    "duplicate_column": ("同一列出现两次", Severity.ERROR),
    "password_column": ("不得填写密码", Severity.ERROR),
    "missing_username": ("缺登录名", Severity.ERROR),
    "bad_username": ("登录名写法不对", Severity.ERROR),
    "missing_name": ("缺姓名", Severity.ERROR),
    "bad_phone": ("手机号不对", Severity.ERROR),
    "masked_phone": ("手机号不完整", Severity.ERROR),
    "phone_ambiguous": ("手机号对应多人", Severity.ERROR),
    "phone_known": ("手机号已有人登记", Severity.WARNING),
    "bad_email": ("电子邮箱不对", Severity.ERROR),
    "text_too_long": ("内容过长", Severity.ERROR),
    "formula_cell": ("单元格是公式", Severity.ERROR),
    "error_value": ("单元格是错误值", Severity.ERROR),
    "control_characters": ("含不可见字符", Severity.ERROR),
    "bad_date": ("日期写法不对", Severity.ERROR),
    "future_date": ("日期在将来", Severity.ERROR),
    "missing_unit": ("缺单位", Severity.ERROR),
    "unknown_unit": ("单位不认识", Severity.ERROR),
    "unit_ambiguous": ("单位重名", Severity.ERROR),
    "unit_closed": ("单位已撤销", Severity.ERROR),
    "no_edition": ("单位没有适用制度", Severity.ERROR),
    "missing_role": ("缺岗位", Severity.ERROR),
    "unknown_role": ("岗位不认识", Severity.ERROR),
    "three": ("三员不能导入", Severity.ERROR),
    "administrator": ("该人员是三员", Severity.ERROR),
    "missing_since": ("缺任职日期", Severity.ERROR),
    "since_differs": ("任职日期不一致", Severity.ERROR),
    "until_before_since": ("离任早于任职", Severity.ERROR),
    "already_ended": ("该任职已离任", Severity.ERROR),
    "not_in_post": ("没有在任的任职", Severity.ERROR),
    "inactive": ("登录已停用", Severity.ERROR),
    "training": ("缺岗前培训", Severity.ERROR),
    "trained_late": ("培训晚于任职", Severity.ERROR),
    "room": ("超过岗位人数", Severity.ERROR),
    "stranded": ("名下有未移交事项", Severity.ERROR),
    "duplicate_in_file": ("表内重复", Severity.ERROR),
    "conflicting": ("同一人前后不一", Severity.ERROR),
}
_ROLES = "、".join(Role.labels)
TEXTS: dict[str, str] = {
    "no_table": "没有找到表头。请保留含“登录名”“姓名”等列名的一行，或下载模板填写。",
    "missing_column": "没有“{value}”一列。请在表头补上，或下载模板填写。",
    "duplicate_column": "“{value}”有两列（另一列在{related}）。请只保留一列。",
    "password_column": "名册不传递密码：初始密码由系统在导入后生成。请删去“{value}”一列后重新上传。",
    "missing_username": "没有登录名，手机号也认不出是谁。请填写登录名；已登记手机号的人员也可以只填手机号。",
    "bad_username": "“{value}”不能作登录名。请用 3 至 40 位字母、数字、点、横线或下划线，以字母或数字开头。",
    "missing_name": "新增人员没有姓名。请填写姓名；要修改已有人员的，请核对登录名。",
    "bad_phone": "“{value}”不是手机号。请填写 11 位数字，以 1 开头；没有则留空。",
    "masked_phone": "“{value}”是遮盖后的号码，与登记的不符。请填写完整号码，不修改的请留空。",
    "phone_ambiguous": "登记了手机号“{value}”的不止一人。请填写登录名。",
    "phone_known": "手机号“{value}”已由{related}登记。请核对是否同一人；确属两人的不必处理。",
    "bad_email": "“{value}”不是电子邮箱。请填写如 name@example.cn 的地址，没有则留空。",
    "text_too_long": "内容有 {length} 个字，超过上限。请缩短。",
    "formula_cell": "单元格是公式“{value}”。请复制后用“选择性粘贴-数值”改为文字。",
    "error_value": "单元格是错误值“{value}”。请改为实际内容。",
    "control_characters": "含有看不见的控制字符（此处显示为□）：“{value}”。请删去后重新输入。",
    "bad_date": "“{value}”不是写到日的日期。请写成 2026-05-06 或 2026年5月6日。",
    "future_date": "“{value}”在今天之后。请在当日办理，或核对年份。",
    "missing_unit": "填了岗位，没有填单位。请填写单位代码或单位全称；只改人员资料的，请把岗位也留空。",
    "unknown_unit": "没有代码或名称为“{value}”的单位，或不在您可办理的范围。请从模板的下拉列表中选择，或先新增单位。",
    "unit_ambiguous": "有多个单位叫“{value}”。请改填单位代码，或从模板的下拉列表中选择。",
    "unit_closed": "“{value}”已经撤销，不能在其中任职。请改填现在的单位。",
    "no_edition": "“{value}”所在的组织没有适用的制度。请先在顶级单位上设定并发布。",
    "missing_role": "填了单位，没有填岗位。请从模板的下拉列表中选择。",
    "unknown_role": f"“{{value}}”不是岗位。请填写其中之一：{_ROLES}。",
    "three": "“{value}”属于三员，不能由一人导入。请安全管理员在人员页面单独设定。",
    "administrator": "“{value}”是系统管理员、安全管理员或审计管理员，资料和岗位不由名册改动。请删去此行。",
    "missing_since": "没有填任职日期。请填写到任当日的日期。",
    "since_differs": "“{value}”与登记的任职日期（{related}）不同。请改为登记的日期，或留空。",
    "until_before_since": "离任日期“{value}”早于任职日期（{related}）。请核对两个日期。",
    "already_ended": "该任职已于{related}离任。请删去此行；重新任职的，请填写新的任职日期。",
    "not_in_post": "该人员没有在这一单位担任这一岗位。请核对单位和岗位，或删去离任日期。",
    "inactive": "“{value}”的登录已停用。请先在人员页面启用，再导入任职。",
    "training": "{related}要求先培训后上岗。请填写培训日期。",
    "trained_late": "培训日期“{value}”晚于任职日期（{related}）。请先培训，再上岗。",
    "room": "{related}请先办理离任，或在同一份名册中填写其离任日期。",
    "stranded": "名下还有{related}。请在人员页面办理离任，逐类选定接手人。",
    "duplicate_in_file": "与{related}是同一人的同一岗位。请删去重复的一行。",
    "conflicting": "与{related}同一人，填写的内容不同。请改为一致，或只在一行填写。",
}


class PersonFault(Fault):
    """One thing wrong at one cell of a workbook of people; `related` is a cell, or words in its first part."""

    __slots__ = ()

    @property
    def message(self) -> str:
        """What is wrong and how to put it right."""
        where = ""
        if self.related:
            where = f"“{self.related[0]}”{self.related[1]}" if self.related[1] else self.related[0]
        text = self.value.strip()
        return self.words or TEXTS[self.kind].format(value=shown(text), related=where, length=len(self.value))

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
