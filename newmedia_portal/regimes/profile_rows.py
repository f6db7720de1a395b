"""The rows of the comparison (制度对照项目), grouped as people look for them."""

from collections.abc import Iterator

from . import vocabulary as v
from .profile import Line, Reader, chain_text, duration_text, limit_line, said
from .schema import Edition


def _limits(kind: str) -> Reader:
    def read(edition: Edition) -> Iterator[Line]:
        variants = edition.variants(kind)
        for item in variants:
            yield limit_line(item, named=len(variants) > 1)

    return read


def _chains(kind: str) -> Reader:
    def read(edition: Edition) -> Iterator[Line]:
        variants = edition.variants(kind)
        for item in variants:
            name = f"{item.variant_label}：" if len(variants) > 1 else ""
            yield said(item, name + chain_text(item))

    return read


def _papers(edition: Edition) -> Iterator[Line]:
    seen: set[str] = set()
    for item in edition.variants("open"):
        for paper in item.papers:
            if paper.required and paper.code not in seen:
                seen.add(paper.code)
                yield said(paper, paper.text)


def _kinds(edition: Edition) -> Iterator[Line]:
    for kind in edition.kinds():
        first = edition.variants(kind)[0]
        yield said(first, first.label)


def _roles(edition: Edition) -> Iterator[Line]:
    for item in edition.role_requirements:
        per = "每单位" if item.per == "unit" else "每账号"
        only = "".join(f"（{v.UNIT_KINDS[kind]}）" for kind in item.applies_to)
        yield said(item, f"{item.label}{only}：{per} {item.count_text}")


def _quotas(edition: Edition) -> Iterator[Line]:
    for item in edition.quotas:
        lead = "原则上" if item.in_principle else ""
        scope = "，仅" + "、".join(v.ACCOUNT_CLASSES[code] for code in item.classes) if item.classes else ""
        yield said(item, f"{lead}{v.PERIODS[item.period]}{item.amount}{scope}")


def _silence(edition: Edition) -> Iterator[Line]:
    for item in edition.silence:
        yield said(item, f"{item.label}：{item.text}" if item.text else item.label)


def _final(edition: Edition) -> Iterator[Line]:
    if not edition.review.graded:
        signer = edition.review.final_signers[0]
        yield said(signer, f"不分级：{signer.label}")
        return
    for signer in edition.review.final_signers:
        yield said(signer, f"{v.IMPORTANCE[signer.importance]}：{signer.label}")


def _extra(edition: Edition) -> Iterator[Line]:
    for item in edition.review.extra_steps:
        yield said(item, f"{item.label}：加{'备案机关' if item.unit == 'authority' else ''}{v.ROLES[item.role]}一审")


def _indicators(edition: Edition) -> Iterator[Line]:
    for item in edition.indicators:
        yield said(item, f"{item.label}：{f'权重 {item.weight:g}' if item.scored else '只展示'}")


def _prohibited(edition: Edition) -> Iterator[Line]:
    if edition.prohibited_list.count:
        yield Line(f"总表 {edition.prohibited_list.count} 项", edition.prohibited_list.article)
    for item in edition.prohibited:
        if not item.listed:
            yield said(item, v.PROHIBITED[item.code])


def _groups(edition: Edition) -> Iterator[Line]:
    groups = edition.groups
    if not groups.enabled:
        return
    yield said(groups, "长期工作群须备案" if groups.long_must_file else "工作群登记")
    if groups.dissolve:
        yield said(groups.dissolve, f"临时工作群{groups.dissolve.text}撤销")


def _annual(edition: Edition) -> Iterator[Line]:
    if edition.annual_check.enabled:
        yield said(edition.annual_check, "每年一次年度报告与检查")


def _reply(edition: Edition) -> Iterator[Line]:
    lead = "原则上" if edition.reply.in_principle else ""
    yield said(edition.reply, lead + duration_text(edition.reply.limit, edition.reply.limit_note))


def _flag(value: bool, text: str, item: object) -> Iterator[Line]:
    if value:
        yield said(item, text)


def _sources(edition: Edition) -> Iterator[Line]:
    for item in edition.source_fields:
        yield said(item, v.SOURCE_FIELDS[item.code] + ("" if item.required else "（可不填）"))


def _triggers(edition: Edition) -> Iterator[Line]:
    for item in edition.variants("change"):
        names = [v.FIELDS[code].label for code in item.triggers]
        yield Line("、".join(names), item.trigger_article)


BASICS: list[tuple[str, Reader]] = [
    ("备案机关", lambda e: [said(e.authority, e.authority.title)]),
    ("监管层级", lambda e: [said(item, f"{item.label}：{item.supervises}") for item in e.supervision]),
    ("账号类型", lambda e: [said(item, item.text) for item in e.account_kinds]),
    ("账号类别", lambda e: [said(item, item.text) for item in e.account_classes]),
    ("点名的平台", lambda e: [said(item, item.text) for item in e.platforms if item.named]),
    ("施行", lambda e: [Line(e.effective_note)]),
    ("解释", lambda e: [Line(e.interpreter)]),
]
FILING: list[tuple[str, Reader]] = [
    ("备案事项", _kinds),
    ("开通方式", lambda e: [said(e.variants("open")[0], v.MODES[e.variants("open")[0].mode])]),
    ("开通期限", _limits("open")),
    ("开通审批环节", _chains("open")),
    ("变更期限", _limits("change")),
    ("变更触发事项", _triggers),
    ("变更审批环节", _chains("change")),
    ("整合期限", _limits("merge")),
    ("关闭期限", _limits("close")),
    ("关闭审批环节", _chains("close")),
    ("存量账号", _limits("legacy")),
    ("必交材料", _papers),
    (
        "打印份数",
        lambda e: [said(form, f"{form.title}：{form.copies} 份") for form in e.print_forms if form.basis == "stated"],
    ),
]
PEOPLE: list[tuple[str, Reader]] = [
    ("角色配备", _roles),
    ("同一平台一个账号", lambda e: _flag(e.names.one_per_platform, "原则上一个平台一个账号", e.names)),
    ("禁止个人开设", lambda e: _flag(e.names.individuals_forbidden, "不得以个人名义开设", e.names)),
    ("名称字样", lambda e: _flag(bool(e.names.token), f"须含“{e.names.token}”", e.names)),
    ("培训、政审与交接", lambda e: [said(item, item.label) for item in e.personnel]),
    ("工作群", _groups),
]
PUBLISHING: list[tuple[str, Reader]] = [
    ("发布频次", _quotas),
    ("静默分级", _silence),
    ("审次", lambda e: [said(tier, f"{tier.label}") for tier in e.review.tiers]),
    ("签发人", _final),
    ("特别情形加审", _extra),
    (
        "保密审查",
        lambda e: [Line("须经保密审查", e.review.secrecy_article)] if e.review.secrecy_review else [],
    ),
    ("来源项", _sources),
    ("禁止内容", _prohibited),
    ("留言答复", _reply),
    ("值守监看", lambda e: [said(item, item.label) for item in e.monitoring]),
    ("事件报告", lambda e: [said(item, item.label) for item in e.incident_reports]),
    ("转发任务", lambda e: [said(e.repost_tasks, "、".join(e.repost_tasks.issuers))] if e.repost_tasks else []),
]
JUDGING: list[tuple[str, Reader]] = [
    ("检查抽查", lambda e: [said(item, f"{item.label}（{v.PERIODS[item.period]}）") for item in e.inspections]),
    ("年度检查", _annual),
    ("考核", lambda e: [said(e.assessment, e.assessment.label)] if e.assessment else []),
    ("考核指标", _indicators),
    ("否决项", lambda e: [said(item, item.label) for item in e.vetoes]),
    ("通报", lambda e: [said(e.bulletin, v.PERIODS[e.bulletin.period])] if e.bulletin else []),
    ("处置措施", lambda e: [said(item, item.label) for item in e.sanctions]),
    ("表彰激励", lambda e: [said(item, item.label) for item in e.rewards]),
    ("假冒账号", lambda e: [said(e.impostors, "、".join(e.impostors.steps))] if e.impostors else []),
]
GROUPS: list[tuple[str, list[tuple[str, Reader]]]] = [
    ("机关与适用范围", BASICS),
    ("备案", FILING),
    ("队伍与名称", PEOPLE),
    ("发布与审核", PUBLISHING),
    ("考核与处置", JUDGING),
]
