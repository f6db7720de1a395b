"""The first words of a bulletin (通报初稿): facts in sentences for people to edit, each rate with its fraction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from newmedia_portal.core.paper.texts import day_text
from newmedia_portal.regimes.schema import Edition

from ..models import Campaign, Quarter
from .checks import Checked, Failing
from .facts import QuarterFacts
from .punctual import Punctual, Silent, overall_rate

NAMED = 12
ORDINALS = "一二三四五六七八九十"
HEADINGS = {"basis": "", "overall": "一、总体情况", "problems": "二、存在问题", "demands": "三、下一步要求"}


class Section(NamedTuple):
    """One section as it is proposed."""

    code: str
    heading: str
    text: str


@dataclass(frozen=True)
class Matter:
    """What a bulletin is about: a quarter with everything, or one inspection alone."""

    subject: Quarter | Campaign
    words: str
    edition: Edition
    checked: Checked
    silent: tuple[Silent, ...] = ()
    punctual: tuple[Punctual, ...] = ()
    facts: QuarterFacts | None = None

    @property
    def demand_on(self) -> date | None:
        """The last day by which a unit reports back, as the notices say; None where none was sent."""
        return max((row.due_on for row in self.checked.rows if row.due_on), default=None)


def sections_of(matter: Matter, *, department: str) -> list[Section]:
    """Return the four sections of a bulletin."""
    texts = {
        "basis": basis(matter, department),
        "overall": overall(matter),
        "problems": problems(matter),
        "demands": demands(matter),
    }
    return [Section(code, HEADINGS[code], text) for code, text in texts.items()]


def basis(matter: Matter, department: str) -> str:
    """Say under which rule who looked at what."""
    edition = matter.edition
    article = edition.bulletin.article if edition.bulletin else next((one.article for one in edition.inspections), "")
    rule = f"按照《{edition.short_title}》{article}的要求" if article else f"按照《{edition.short_title}》"
    windows = "、".join(f"{day_text(one.window_start)}至{day_text(one.window_end)}" for one in matter.checked.campaigns)
    looked = f"，于{windows}开展了检查" if windows else ""
    return f"{rule}，{department}对{matter.words}新媒体账号的运行管理情况进行了核查{looked}。现将有关情况通报如下。"


def overall(matter: Matter) -> str:
    """Say the main figures."""
    lines = []
    checked = matter.checked
    if checked.checks:
        shares = "；".join(f"{one.name}的抽查比例 {rate.text}" for one, rate in checked.samples())
        lines.append(
            f"共检查账号 {checked.rate.denominator} 个，不合格 {len(checked.failing)} 个，合格率 {checked.rate.text}。"
            + (f"{shares}。" if shares else "")
        )
        parts = [("按平台", checked.platforms()), ("按主办单位层级", checked.levels())]
        lines += [
            f"{label}：{'；'.join(f'{group.key} {group.rate.text}' for group in groups)}。"
            for label, groups in parts
            if len(groups) > 1
        ]
    lines += _scores(matter.facts)
    if matter.punctual:
        lines.append(f"期内到期的备案事项按期办理率 {overall_rate(matter.punctual).text}。")
    return "\n".join(lines) or "本期没有检查和考核数据。"


def _scores(facts: QuarterFacts | None) -> list[str]:
    if facts is None or not facts.entries:
        return []
    if not facts.quarter.is_closed:
        return [f"参加考核的单位 {len(facts.entries)} 个，考核结果尚未锁定。"]
    bands: dict[str, int] = {}
    for entry in facts.entries:
        if entry.band_label:
            bands[entry.band_label] = bands.get(entry.band_label, 0) + 1
    counted = "、".join(f"{label} {number} 个" for label, number in bands.items())
    lines = [f"参加考核的单位 {len(facts.entries)} 个" + (f"，其中{counted}。" if counted else "。")]
    deltas = [one.delta for one in facts.changes if one.delta is not None]
    if facts.earlier is not None and deltas:
        up, down = sum(delta > 0 for delta in deltas), sum(delta < 0 for delta in deltas)
        lines.append(f"与{facts.earlier.words}相比，{up} 个单位得分上升，{down} 个单位得分下降。")
    return lines


def problems(matter: Matter) -> str:
    """Name the problems with the accounts: first those that the regulation names for bulletins, then by kind."""
    lines, told = [], set[int]()
    for trigger in matter.edition.bulletin.triggers if matter.edition.bulletin else ():
        found = [row for row in matter.checked.rows if trigger.code in row.metrics]
        told.update(row.account for row in found)
        names = [_named(row.unit, row.name, row.platform) for row in found]
        if trigger.code == "silence_days":
            names += [_named(one.unit, one.name, one.platform) for one in matter.silent]
        if names:
            lines.append(f"{trigger.label}（{trigger.article}）：{_list(names)}。")
    if not any(line.startswith("长期") for line in lines) and matter.silent:
        silent = [_named(one.unit, one.name, one.platform) for one in matter.silent]
        lines.append(f"静默账号：{_list(silent)}。")
    lines += _by_kind([row for row in matter.checked.rows if row.account not in told])
    repeated = [_named(row.unit, row.name, row.platform) for row in matter.checked.rows if row.repeated]
    if repeated:
        lines.append(f"同类问题重复出现：{_list(repeated)}。")
    numbered = [f"（{_ordinal(number)}）{line}" for number, line in enumerate(lines)]
    return "\n".join(numbered) or "本期没有发现需要通报的问题。"


def _by_kind(rows: list[Failing]) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for row in rows:
        for kind in filter(None, row.kinds.split("、")):
            kinds.setdefault(kind, []).append(_named(row.unit, row.name, row.platform))
    return [f"{kind}：{_list(names)}。" for kind, names in kinds.items()]


def demands(matter: Matter) -> str:
    """Say what units are to do and until when."""
    lines = []
    if matter.checked.rows:
        until = f"于{day_text(matter.demand_on)}前" if matter.demand_on else "于（请填写日期）前"
        lines.append(f"（一）有关单位要对照附件逐项整改，{until}报送整改情况，由本部门组织复查。")
        lines.append("（二）各单位要举一反三，对本单位全部账号自查一遍，及时更新内容、答复留言、办理备案。")
    else:
        lines.append("（一）各单位要继续落实管理要求，保持内容更新，及时答复留言，按期办理备案。")
    return "\n".join(lines)


def lists_of(matter: Matter) -> list[dict[str, Any]]:
    """Return the attachments as rows of text: failing accounts, other problems, silent ones, rates, results."""
    lists = [
        _problem_list("不合格账号清单", matter.checked.failing),
        _problem_list("其他问题账号清单", matter.checked.deducted),
        {
            "title": "静默账号清单",
            "heads": ["新媒体类型", "新媒体名称", "责任单位", "分级", "依据"],
            "rows": [[one.platform, one.name, one.unit, one.level, one.evidence] for one in matter.silent],
        },
    ]
    groups = [("主办单位层级", matter.checked.levels()), ("平台", matter.checked.platforms())]
    lists.append(
        {
            "title": "检查情况汇总表",
            "heads": ["分组", "名称", "检查数", "不合格数", "合格率"],
            "rows": [
                [label, group.key, str(group.rate.denominator), str(len(group.failing)), group.rate.text]
                for label, found in groups
                for group in found
            ],
        }
    )
    if matter.facts is not None and matter.facts.quarter.is_closed:
        lists.append(
            {
                "title": "单位考核结果",
                "heads": ["单位分类", "名次", "单位", "得分", "等次"],
                "rows": [
                    [
                        matter.facts.class_label(one.unit_class), str(one.rank or "—"), one.unit_name,
                        "—" if one.score is None else f"{one.score.normalize():f}", one.band_label or "—",
                    ]
                    for one in matter.facts.entries
                ],
            }
        )  # fmt: skip
    return [one for one in lists if one["rows"]]


def _problem_list(title: str, rows: Iterable[Failing]) -> dict[str, Any]:
    heads = ["新媒体类型", "新媒体名称", "责任单位", "问题类别", "检查时更新日期"]
    lines = [
        [row.platform, row.name, row.unit, row.kinds, day_text(row.updated_on) if row.updated_on else "没有发布记录"]
        for row in rows
    ]
    return {"title": title, "heads": heads, "rows": lines}


def _named(unit: str, name: str, platform: str) -> str:
    return f"{unit}“{name}”{platform}"


def _list(names: list[str]) -> str:
    """Return names in one line; of many the first, and how many there are."""
    unique = list(dict.fromkeys(names))
    shown = "、".join(unique[:NAMED])
    return shown if len(unique) <= NAMED else f"{shown}等 {len(unique)} 个账号（名单见附件）"


def _ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else str(number + 1)
