"""What the reader of a fault is told: what is wrong and how to put it right."""

from .fields import BY_CODE

TEXTS: dict[str, str] = {
    "missing_unit": "没有填单位。请填写主办单位全称。",
    "missing_name": "没有填账号名称。请填写账号在平台上显示的名称。",
    "missing_platform": "没有填平台。请填写如“微信公众号”“微博”“抖音”。",
    "unknown_platform": "“{value}”不在平台目录中。请改为目录中的名称(见模板下拉列表),或请系统管理员增加平台。",
    "duplicate_in_file": "与{related}是同一账号。请删去重复的一行,或改正名称、标识。",
    "bad_date": "“{value}”不是能认出的日期。请写成 2020-05-06、2020年5月 或 2020年。",
    "future_date": "“{value}”在今天之后。请核对年份。",
    "closing_before_opening": "注销时间“{value}”早于开通时间({related})。请核对两个日期。",
    "name_too_long": "名称有 {length} 个字,超过上限 {limit} 个字。请填写平台上显示的名称。",
    "text_too_long": "内容有 {length} 个字,超过上限。请缩短,其余写入备注。",
    "formula_cell": "单元格是公式“{value}”。请复制后用“选择性粘贴-数值”改为文字。",
    "error_value": "单元格是错误值“{value}”。请改为实际内容。",
    "bad_link": "“{value}”不是网址。请填写以 http:// 或 https:// 开头的完整地址,没有则留空。",
    "control_characters": "含有看不见的控制字符(此处显示为□):“{value}”。请删去后重新输入。",
    "unclear_certified": "“{value}”看不出是否认证,暂按未填处理。请填“是”或“否”。",
    "two_on_one_platform": "该单位在同一平台已有账号({related})。原则上一个平台只开一个,请核对;确需保留的请说明理由。",
    "id_reused_across_platforms": "标识“{value}”在另一平台的账号已用({related})。请核对是否填错。",
    "id_taken": "标识“{value}”已登记在您管理范围以外的单位名下。请核对标识,或联系备案机关。",
    "unit_ambiguous": "有多个单位叫“{value}”。请在单位管理中改名以便区分,或把导入范围改到其上级单位。",
}


def message_for(kind: str, value: str, related: tuple[str, str] | None) -> str:
    """Return the message of a fault at a cell."""
    where = f"“{related[0]}”{related[1]}" if related and related[1] else (related[0] if related else "")
    limit = BY_CODE["name"].limit
    return TEXTS[kind].format(value=shown(value.strip()), related=where, length=len(value), limit=limit)


def shown(text: str, limit: int = 40) -> str:
    """Return a value fit for a message: printable and short."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "□" for c in text)
    return text if len(text) <= limit else f"{text[:limit]}…"
