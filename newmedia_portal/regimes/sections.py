"""The tables of an edition's pages (制度页面的表格): what each part shows, ready for one template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import vocabulary as v
from .profile import duration_text
from .schema import Edition
from .schema.people import PersonnelRule


@dataclass(frozen=True, slots=True)
class Line:
    """One row: cells in column order, the article, the one-line paraphrase and the mark 推定 or 本地设定."""

    cells: tuple[str, ...]
    article: str = ""
    paraphrase: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its heading; `note` stands under it."""

    heading: str
    columns: tuple[str, ...]
    lines: list[Line]
    note: str = ""


def line(item: Any, *cells: object) -> Line:
    """A row from an entry of the edition."""
    basis = getattr(item, "basis", "stated")
    return Line(
        tuple(str(cell) for cell in cells),
        getattr(item, "article", ""),
        getattr(item, "paraphrase", "") or getattr(item, "note", ""),
        "" if basis == "stated" else v.BASES[basis],
    )


def section(heading: str, columns: str, lines: Iterable[Line], note: str = "") -> Section:
    """A section from its columns in one word list."""
    return Section(heading, tuple(columns.split()), list(lines), note)


def scope(e: Edition) -> list[Section]:
    """机关与适用范围"""
    basics = [
        ("全称", e.title),
        ("适用组织", e.organisation),
        ("条数", str(e.articles)),
        ("制定依据", "、".join(e.legal_basis)),
        ("施行", e.effective_note),
        ("解释机关", e.interpreter),
        ("编号前缀", e.number_prefix),
        ("开办主体", "、".join(v.SUBJECT_KINDS[code] for code in e.subject_kinds)),
        ("单位类型", "、".join(v.UNIT_KINDS[code] for code in e.unit_kinds)),
        ("功能定位", "、".join(v.FUNCTIONS[code] for code in e.functions)),
    ]
    kinds: list[Any] = list(e.account_kinds)
    authority = line(e.authority, e.authority.title, e.authority.desk, e.authority.contact or "未填写")
    return [
        section("基本信息", "项目 内容", [Line(cells) for cells in basics]),
        section("备案机关", "机关 承办 联系人", [authority]),
        section("监管层级", "层级 监管范围", [line(item, item.label, item.supervises) for item in e.supervision]),
        section("账号类型", "类型", [line(item, item.text) for item in [*kinds, *e.account_classes]]),
        section("平台", "平台 状态", [line(item, item.text, "启用" if item.on else "停用") for item in e.platforms]),
        section("名称与注册", "规定", [line(e.names, *_names(e))]),
        section("提示性义务", "义务", [line(item, item.label) for item in e.duties]),
    ]


def _names(e: Edition) -> tuple[str]:
    rules = ["名称简明规范"]
    if e.names.token:
        rules.append(f"须含“{e.names.token}”")
    if e.names.individuals_forbidden:
        rules.append("不得以个人名义开设")
    if e.names.one_per_platform:
        rules.append("原则上一个平台一个账号")
    if e.names.forbidden_words:
        rules.append("禁用词：" + "、".join(e.names.forbidden_words))
    return ("；".join(rules),)


def people(e: Edition) -> list[Section]:
    """队伍与工作群"""
    roles = [
        line(
            item,
            item.label,
            item.count_text,
            "每单位" if item.per == "unit" else "每账号",
            "、".join(v.UNIT_KINDS[code] for code in item.applies_to) or "全部",
        )
        for item in e.role_requirements
    ]
    rules = [line(item, item.label, _when(item)) for item in e.personnel]
    ended = [line(rule, duration_text(rule.limit, rule.limit_note)) for rule in (e.staff_accounts,) if rule]
    watched = [line(item, item.label, "、".join(map(str, item.lead_days))) for item in e.validities]
    groups = line(
        e.groups,
        "适用" if e.groups.enabled else "不适用",
        duration_text(e.groups.dissolve, "未规定"),
        "、".join(v.SANCTIONS[code] for code in e.groups.measures) or "未规定",
    )
    return [
        section("角色配备", "角色 人数 口径 适用单位", roles),
        section("培训、政审、交接与密码保管", "事项 时机与条件", rules),
        section("工作群", "是否适用 临时群撤销期限 管理措施", [groups]),
        section("工作群清理清单", "事项", [line(item, item.text) for item in e.groups.cleanup]),
        section("职务账号离任", "期限", ended),
        section("到期提醒", "材料 提前天数", watched),
    ]


def _when(item: PersonnelRule) -> str:
    """When a rule about people applies, what it asks, and how often."""
    parts = (*item.events, *item.conditions, *([item.cycle.text] if item.cycle else []))
    return "、".join(parts) or "持续执行"


def publishing(e: Edition) -> list[Section]:
    """发布与审核"""
    quotas = [_quota(item) for item in e.quotas]
    prohibited = [
        line(item, v.PROHIBITED[item.code], f"第 {item.item} 项" if item.item else "分散规定") for item in e.prohibited
    ]
    signers = [line(item, v.IMPORTANCE[item.importance], item.label) for item in e.review.final_signers]
    lists = [line(item, item.label, "；".join(entry.text for entry in item.lines)) for item in e.review.checklists]
    extra = [line(item, item.label, v.ROLES[item.role]) for item in e.review.extra_steps]
    sources = [
        line(item, v.SOURCE_FIELDS[item.code], "必填" if item.required else "可不填") for item in e.source_fields
    ]
    tiers = [line(tier, tier.label, "按重要程度" if tier.by_grade else v.ROLES[tier.role]) for tier in e.review.tiers]
    listed = f"条文列举 {e.prohibited_list.count} 项" if e.prohibited_list.count else e.prohibited_list.note
    return [
        section("发布频次", "指标 周期 要求 约束", quotas),
        section("静默分级", "级别 天数", [line(item, item.label, item.text or "按事实认定") for item in e.silence]),
        section("审次", "审次 角色", tiers, _review_note(e)),
        section("签发人", "重要程度 签发人", signers),
        section("特别情形加审", "情形 加审角色", extra),
        section("核对清单", "清单 核对项", lists),
        *procedure(e),
        _taking_back(e),
        section("来源项", "项目 要求", sources),
        section("禁止内容", "类别 出处项次", prohibited, listed),
        section("留言答复", "时限 答复人", [line(e.reply, _reply(e), v.ROLES[e.reply.answered_by])]),
        section("值守监看", "事项 负责", [line(item, item.label, v.ROLES[item.by]) for item in e.monitoring]),
        section("事件报告", "对象 角色", [line(item, item.label, v.ROLES[item.role]) for item in e.incident_reports]),
        section("转发任务", "发布方", [line(one, "、".join(one.issuers)) for one in (e.repost_tasks,) if one]),
    ]


def _quota(item: Any) -> Line:
    binding = "原则上" if item.in_principle else "应当"
    return line(item, v.METRICS[item.metric], v.PERIODS[item.period], item.amount, binding)


def _taking_back(e: Edition) -> Section:
    """Until when an object may be taken back, and its result recalled."""
    moved, said = (e.chain_rules.withdrawals, e.chain_rules.said) if e.chain_rules else ((), "")
    return section("撤回与收回", "事项 填报人可撤回 机关可收回结果", [line(r, *r.words) for r in moved], said)


def procedure(e: Edition) -> list[Section]:
    """审核流程"""
    rules = e.review_procedure
    if rules is None:
        return []
    passes = [line(item, item.label, v.ROLES[item.role]) for item in rules.proofreading.passes]
    voids = "改稿后全部重新签署" if rules.edit_voids == "all" else "改稿后，改稿环节及以后重新签署"
    facts = [
        line(rules, "发布授权有效期", f"{rules.validity_days} 日"),
        line(rules, "改稿", voids),
        line(rules, "可调低重要程度", "、".join(v.ROLES[role] for role in rules.lower_by)),
        line(rules.receipt, "发布回执", rules.receipt.text),
        line(rules.fast_lane, "应急快审补报", rules.fast_lane.report.text),
        line(rules.frozen, "冻结话题放行", v.ROLES[rules.frozen.release_role]),
    ]
    return [
        section(
            "办理时限",
            "档次 每环节小时 超时上报",
            [line(p, p.label, p.hours, v.ROLES[p.escalate_to]) for p in rules.paces],
        ),
        section("校次", "校次 角色", passes, "已开启。" if rules.proofreading.enabled else "未开启。"),
        section("发布授权", "事项 规定", facts),
        section("话题标记", "话题", [line(item, v.TOPICS[item.code]) for item in rules.topics]),
        section("内容类别", "类别", [line(item, item.label) for item in rules.content_classes]),
        section("退稿理由", "常用理由", [line(item, item.text) for item in rules.return_reasons]),
    ]


def _reply(e: Edition) -> str:
    return ("原则上" if e.reply.in_principle else "") + duration_text(e.reply.limit, e.reply.limit_note)


def _review_note(e: Edition) -> str:
    parts = ["同一人不得兼任两审" if e.review.separation_of_duties else "允许一人兼任两审"]
    parts.append(f"须经保密审查（{e.review.secrecy_article}）" if e.review.secrecy_review else "未规定保密审查")
    return "；".join(parts) + "。"


def judging(e: Edition) -> list[Section]:
    """考核与处置"""
    indicators = [
        line(item, item.label, f"{item.weight:g}", "计分" if item.scored else "只展示") for item in e.indicators
    ]
    sanctions = [line(item, item.label, v.SANCTION_TARGETS[item.target], item.rank) for item in e.sanctions]
    inspections = [
        line(item, item.label, v.PERIODS[item.period], f"{item.sample_percent}%", "、".join(item.items))
        for item in e.inspections
    ]
    annual = e.annual_check
    window = f"{annual.window_start} 至 {annual.window_end}" if annual.enabled else "不适用"
    assessment = e.assessment
    return [
        section("考核指标", "指标 权重 计分", indicators),
        section("否决项", "情形 后果", [line(item, item.label, _effect(item.effect)) for item in e.vetoes]),
        section("考核", "考核 周期", [line(assessment, assessment.label, _periods(e))] if assessment else []),
        section("通报", "周期 情形", [line(e.bulletin, *_bulletin(e))] if e.bulletin else []),
        section("检查抽查", "检查 周期 抽样比例 检查项", inspections),
        section("年度检查", "办理时间", [line(annual, window)]),
        section("处置措施", "措施 对象 排序", sanctions, "措施是集合而不是阶梯，排序只用于列表，是否采取由人决定。"),
        section("表彰激励", "措施", [line(item, item.label) for item in e.rewards]),
        section("假冒账号", "步骤", [line(e.impostors, "、".join(e.impostors.steps))] if e.impostors else []),
    ]


def _effect(effect: str) -> str:
    return "全年考核不得分" if effect == "zero_year" else "当季不合格"


def _periods(e: Edition) -> str:
    return "、".join(v.PERIODS[code] for code in e.assessment.periods) if e.assessment else ""


def _bulletin(e: Edition) -> tuple[str, str]:
    if e.bulletin is None:
        return "", ""
    return v.PERIODS[e.bulletin.period], "、".join(item.label for item in e.bulletin.triggers) or "公开通报结果"


def papers(e: Edition) -> list[Section]:
    """打印表与材料"""
    stages = {**v.FILING_KINDS, "standing": "常备", "case": "个案"}
    forms = [
        section(
            f"打印表：{form.title}",
            "栏目 内容",
            [Line((row.label, _row(row)), form.article) for row in form.rows]
            + [line(box, box.label, f"{box.signature}，{box.seal}") for box in form.boxes],
            f"{form.copies} 份" + (f"：{'、'.join(form.copy_labels)}" if form.copy_labels else ""),
        )
        for form in e.print_forms
    ]
    documents = [line(item, item.text, stages[item.asked_at]) for item in e.documents]
    return [*forms, section("材料目录", "材料 何时需要", documents)]


def _row(row: Any) -> str:
    if row.unit_name:
        return "单位名称"
    if row.people:
        return f"{row.people.label}名单"
    return "、".join(v.FIELDS[code].label for code in row.fields)


def settings(e: Edition) -> list[Section]:
    """设定项与办理时钟"""
    rows = [line(item, item.label, item.value_text, item.recommended_text) for item in e.settings]
    rungs = [line(rung, f"{rung.at_least_days} 日及以上的期限", rung.text) for rung in e.clocks.reminders]
    late = [line(item, item.text) for item in (e.clocks.late_reminders,) if item]
    told = [line(item, item.since, item.text) for item in e.clocks.tellings]
    clocks = [line(item, item.text) for item in (e.clocks.resubmit, e.clocks.cancel_warning) if item]
    words = {"return": "退回补正", "reject": "不予备案"}
    reasons = [line(item, item.text, words[item.kind]) for item in e.return_reasons]
    return [
        section("设定项", "设定 取值 建议值", rows, "条文留有余地之处，由备案机关选定读法。"),
        section("办理时钟", "时钟", clocks),
        section("提醒提前量", "期限长短 提前", rungs),
        section("逾期提醒", "逾期后", late),
        section("提醒对象", "从何时起 提醒", told),
        section("常用理由", "理由 用于", reasons),
    ]


PARTS: dict[str, tuple[str, Callable[[Edition], list[Section]]]] = {
    "scope": ("机关与适用范围", scope),
    "people": ("队伍与工作群", people),
    "publishing": ("发布与审核", publishing),
    "judging": ("考核与处置", judging),
    "papers": ("打印表与材料", papers),
    "settings": ("设定项与时钟", settings),
}
