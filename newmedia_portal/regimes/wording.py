"""Values of an edition in words (内容转成文字), for comparing two editions."""

from typing import Any

from . import vocabulary as v

ATTRIBUTES: dict[str, str] = {
    "limit": "期限",
    "limit_note": "期限说明",
    "chain": "审批环节",
    "tasks": "填报内容",
    "papers": "材料",
    "roles": "角色",
    "checks": "系统核对",
    "triggers": "触发事项",
    "label": "名称",
    "variant_label": "情形名称",
    "description": "说明",
    "mode": "方式",
    "article": "条文",
    "paraphrase": "转述",
    "basis": "依据性质",
    "note": "备注",
    "min": "人数下限",
    "max": "人数上限",
    "value": "取值",
    "text": "内容",
    "weight": "权重",
    "scored": "是否计分",
    "days": "天数",
    "minimum": "下限",
    "maximum": "上限",
    "ratio_percent": "百分比",
    "sample_percent": "抽样比例",
    "contact": "联系人",
    "title": "名称",
    "short_title": "简称",
    "organisation": "组织",
    "effective_from": "施行日期",
    "effective_note": "施行说明",
    "interpreter": "解释机关",
    "legal_basis": "制定依据",
    "resubmit": "重新提交期限",
    "cancel_warning": "久未注销提醒",
    "reminders": "提醒档",
    "late_reminders": "逾期提醒",
    "tellings": "提醒对象",
    "tiers": "审次",
    "minimum_tiers": "最少审次",
    "final_signers": "签发人",
    "separation_of_duties": "不得兼审",
    "copies": "份数",
    "rows": "栏目",
    "boxes": "意见栏",
    "remarks": "备注栏",
    "on": "启用",
    "enabled": "启用",
    "dissolve": "撤销期限",
    "prompt_to_file": "提示备案时长",
    "forbidden_words": "禁用词",
    "token": "须含字样",
    "period": "周期",
    "issuers": "发布方",
    "conditions": "条件",
    "events": "触发事件",
    "unit_kinds": "单位类型",
    "account_kinds": "账号类型",
    "group_terms": "工作群期限",
    "lead_days": "提前天数",
    "cleanup": "清理清单",
    "subject_kinds": "开办主体",
    "functions": "功能定位",
    "filing_level": "备案层级",
    "issues_certificate": "是否发放备案号",
    "print_form": "打印表",
}
_TABLES = (v.FIELDS, v.PAPERS, v.CHECKS, v.ROLES, v.UNIT_KINDS, v.ACCOUNT_KINDS, v.SUBJECT_KINDS, v.FUNCTIONS)


def words(value: Any) -> str:
    """Any value of an edition for a reader."""
    if value is None or value in ("", [], {}):
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return _entry(value)
    if isinstance(value, list):
        return "；".join(words(part) for part in value)
    return _code(str(value))


def _entry(value: dict[str, Any]) -> str:
    if {"number", "unit", "anchor"} <= value.keys():
        mark = "" if value["basis"] == "stated" else f"（{v.BASES[value['basis']]}）"
        return f"自{v.ANCHORS[value['anchor']][0]}起{value['number']}{v.UNITS[value['unit']]}内{mark}"
    name = value.get("label") or value.get("text") or _code(str(value.get("code", "")))
    inner = value.get("fields") or value.get("lines")
    if inner and isinstance(inner, list):
        return f"{name}（{words(inner)}）"
    if "required" in value and not value["required"]:
        return f"{name}（可不填）"
    if "lead_days" in value:
        return f"{value['at_least_days']} 日以上提前 {'、'.join(map(str, value['lead_days']))} 日"
    return str(name)


def _code(text: str) -> str:
    for table in _TABLES:
        if text in table:
            entry: Any = table[text]  # type: ignore[index]
            return str(getattr(entry, "label", entry))
    return v.MODES.get(text) or v.BASES.get(text) or v.PERIODS.get(text) or text


def item_name(section: str, item: dict[str, Any]) -> str:
    """What one entry of a list is called."""
    if section == "filing_kinds":
        return str(item["label"] if item["variant"] == "standard" else f"{item['label']}（{item['variant_label']}）")
    if section == "prohibited":
        return v.PROHIBITED[item["code"]]
    if section == "platforms":
        return str(item["label"] or v.PLATFORMS[item["code"]])
    return words({key: item.get(key, "") for key in ("label", "text", "code")})
