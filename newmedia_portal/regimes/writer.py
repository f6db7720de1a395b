"""Writing an edition back to TOML (写回文本): the one layout that shipped files and forms share."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH = 100
HEADINGS: dict[str, str] = {
    "authority": "备案机关",
    "supervision": "监管层级",
    "account_kinds": "账号类型",
    "account_classes": "账号类别",
    "platforms": "平台",
    "names": "名称与注册",
    "filing_kinds": "备案事项",
    "role_requirements": "角色配备",
    "quotas": "发布频次",
    "silence": "静默分级",
    "reply": "留言答复",
    "review": "审核",
    "review_procedure": "审核流程",
    "source_fields": "来源项",
    "prohibited_list": "禁止内容总表",
    "prohibited": "禁止内容",
    "monitoring": "值守监看",
    "incident_reports": "事件报告",
    "repost_tasks": "转发任务",
    "indicators": "考核指标",
    "vetoes": "否决项",
    "assessment": "考核",
    "bulletin": "通报",
    "sanctions": "处置措施",
    "rewards": "表彰激励",
    "inspections": "检查抽查",
    "annual_check": "年度检查",
    "impostors": "假冒账号",
    "personnel": "队伍管理",
    "groups": "工作群",
    "staff_accounts": "职务账号离任",
    "validities": "到期提醒",
    "print_forms": "打印表",
    "documents": "材料目录",
    "duties": "提示性义务",
    "clocks": "办理时钟",
    "return_reasons": "常用理由",
    "settings": "设定项",
    "chain_rules": "办理规则",
}
_PREAMBLE = "# {title}：制度版本数据。条文内容均为转述，每条注明出处；未写 basis 的为条文载明。\n\n"


def dump(data: dict[str, Any], *, preamble: str = _PREAMBLE, headings: dict[str, str] = HEADINGS) -> str:
    """Return the text of an edition: plain values first, then one headed part per key.

    Other papers of the same build bring their own preamble (with {title}) and headings.
    """
    plain = {key: value for key, value in data.items() if not _is_part(value)}
    blocks = [preamble.format(title=_one_line(str(data.get("title", "")))) + _table(plain)]
    for key, value in data.items():
        if key in plain:
            continue
        blocks.append(f"# ---- {headings.get(key, key)} ----\n")
        entries = [value] if isinstance(value, dict) else value
        header = f"[{key}]\n" if isinstance(value, dict) else f"[[{key}]]\n"
        blocks.extend(header + _table(entry) for entry in entries)
    return "\n".join(blocks).rstrip() + "\n"


def _one_line(text: str) -> str:
    """Text fit for a comment: no line break, no control character."""
    return "".join(character if character.isprintable() else " " for character in text)


def _is_part(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _table(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {_block(value)}\n" for key, value in values.items())


def _block(value: Any) -> str:
    if isinstance(value, list) and value and (isinstance(value[0], dict) or len(_inline(value)) > WIDTH):
        return "[\n" + "".join(f"  {_inline(part)},\n" for part in value) + "]"
    return _inline(value)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
