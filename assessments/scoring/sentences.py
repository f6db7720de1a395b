"""Reasons in words (计分说明): every point names its indicator, article, figures and the rows it came from."""

from decimal import Decimal

from .arithmetic import amount
from .records import Card, Figure, Hit, Line, PartScore, Result, YearResult
from .schema import Bonus, Deduct, Indicator, PerN, Ratio, Scheme, Share, Steps, Veto
from .vocabulary import COMBINE, LEVELS, MEASURES, OUTCOMES, Outcome, Standing


def line_sentence(scheme: Scheme, line: Line) -> str:
    """Return the reason for one line, e.g. 每周更新（第十一条第1项）：12 ÷ 13，满分 30 分，得 27.69 分。"""
    item, places = scheme.indicator(line.code), scheme.places
    head = f"{item.label}（{item.article}）："
    if line.outcome == Outcome.COUNTED:
        body = f"{_how(item, line, places)}，得 {_points(line.points, places)} 分{_says(item)}"
    elif line.outcome == Outcome.SHOWN:
        body = f"{_figures(item, line)}，{OUTCOMES[line.outcome]}{_says(item)}"
    elif line.outcome == Outcome.UNCLAIMED:
        body = OUTCOMES[line.outcome]
    else:
        worth = "" if line.points is None else f"，得 {_points(line.points, places)} 分"
        body = f"{OUTCOMES[line.outcome]}（本项 {_points(line.full, places)} 分）{worth}"
    left = f"；{len(line.left)} 项没有按期提交证明，不计：{'、'.join(line.left)}" if line.left else ""
    return f"{head}{body}{left}。{_rows(line.ids)}"


def hit_sentence(scheme: Scheme, hit: Hit) -> str:
    """Return the reason for a veto: what fell, who found it, what it does."""
    veto = next(one for one in scheme.vetoes if one.key == hit.key)
    whom = f"账号 {hit.account}，" if hit.account else ""
    told = f"{veto.label}（{veto.article}），{whom}{LEVELS.get(hit.level, hit.level)}发现"
    return f"单项否决：{told}，{_effect(scheme, veto)}。{_rows(hit.ids)}"


def card_sentences(scheme: Scheme, card: Card) -> list[str]:
    """Return all reasons of an account: vetoes first, then every line, then how they add up."""
    places = scheme.places
    found = [hit_sentence(scheme, hit) for hit in card.vetoes]
    found += [line_sentence(scheme, line) for line in card.lines]
    if card.base is None:
        return [*found, "没有可计分的数据，本账号未计分。"]
    got = sum(line.points or 0 for line in _base_lines(scheme, card))
    worth = sum(line.full for line in _base_lines(scheme, card) if line.points is not None)
    converted = f"，按 {_points(worth, places)} 分折算为百分制" if worth != 100 * 10**places and worth else ""
    bonus = f"，加分 {_points(card.bonus, places)}" if card.bonus else ""
    base = f"基础分 {_points(got, places)} 分"
    if converted:
        base += f"{converted}得 {_points(card.base, places)} 分"
    counted = f"{base}{bonus}，合计 {_points(card.points, places)} 分"
    if card.standing == Standing.VETOED:
        counted += f"；因单项否决，{_left(card.score, places)}"
    return [*found, counted + "。"]


def result_sentences(scheme: Scheme, result: Result) -> list[str]:
    """Return the reasons at the level of the unit: vetoes, parts, total; those of the accounts stand on their cards."""
    places = scheme.places
    found = [hit_sentence(scheme, hit) for hit in result.vetoes]
    found += [
        f"{fact.code}（{LEVELS.get(fact.level, fact.level)}）没有列入本方案的否决项，只作记录。{_rows(fact.ids)}"
        for fact in result.unlisted
    ]
    found += [part_sentence(scheme, part) for part in result.parts]
    if result.points is None:
        return [*found, "各部分都没有可计分的数据，本单位未计分。"] if not result.vetoes else found
    total = f"按各部分权重合计 {_points(result.points, places)} 分"
    if result.standing == Standing.VETOED:
        total += f"；因单项否决，{_left(result.score, places)}"
    return [*found, f"{total}，{scheme.band(result.band).label}。"]


def part_sentence(scheme: Scheme, score: PartScore) -> str:
    """Return how the accounts of a part became its score."""
    part, places = scheme.part(score.code), scheme.places
    head = f"{part.label}（权重 {_number(part.weight)}%）："
    if score.outcome != Outcome.COUNTED:
        return f"{head}没有可计分的账号，{'按方案计零分' if score.score is not None else '不参加计分'}。"
    known = [_points(card.counts, places) for card in score.cards if card.counts is not None]
    missing = len(score.cards) - len(known)
    left = f"，{missing} 个账号数据缺失未计入" if missing else ""
    way = COMBINE[part.combine]
    return f"{head}{len(known)} 个账号（{'、'.join(known)}）{way}，得 {_points(score.score, places)} 分{left}。"


def year_sentences(scheme: Scheme, year: YearResult) -> list[str]:
    """Return the reasons of a year: vetoes, periods, total."""
    places = scheme.places
    found = [hit_sentence(scheme, hit) for hit in year.vetoes]
    for term in year.terms:
        missing = "数据缺失，按方案计零分" if term.outcome == Outcome.MISSING_ZERO else "没有得分，不参加计算"
        said = f"{_points(term.score, places)} 分" if term.outcome == Outcome.COUNTED else missing
        found.append(f"{term.period}：{said}。")
    if year.standing == Standing.VETOED:
        return [*found, f"因单项否决，全年{_left(year.score, places)}，{scheme.band(year.band).label}。"]
    if year.points is None:
        return [*found, "全年没有可计算的得分。"]
    return [*found, f"各期平均 {_points(year.points, places)} 分，{scheme.band(year.band).label}。"]


def figure_text(figure: Figure | None) -> str:
    """Return a figure for readers; a dash where it is not known."""
    if figure is None:
        return "—"
    return _number(figure) if isinstance(figure, Decimal) else str(figure)


def _how(item: Indicator, line: Line, places: int) -> str:
    rule, unit = item.rule, _unit(item)
    value, full = figure_text(line.value), _points(line.full, places)
    if isinstance(rule, Deduct):
        each = f"每{unit}扣 {_number(rule.each)} 分{_by_kind(rule)}"
        return f"发现 {value} {unit}，{each}，至多扣 {_cap(rule.cap, full)} 分，满分 {full} 分"
    if isinstance(rule, Bonus):
        return f"有证明的 {value} 项，每项加 {_number(rule.each)} 分{_by_kind(rule)}，至多 {_cap(rule.cap, full)} 分"
    if isinstance(rule, PerN):
        every = f"每 {_number(rule.n)} {unit}"
        return f"{_figures(item, line)}，{every}得 {_number(rule.points)} 分，至多 {_cap(rule.cap, full)} 分"
    if isinstance(rule, Ratio) and rule.target is not None:
        return f"{value} ÷ 目标 {_number(rule.target)}，满分 {full} 分"
    if isinstance(rule, Share) and rule.full_at != 1:
        return f"{value} ÷ {figure_text(line.of)}，达到 {_number(rule.full_at * 100)}% 为满分 {full} 分"
    if isinstance(rule, Steps):
        return f"{_figures(item, line)}，按分档表，满分 {full} 分"
    return f"{value} ÷ {figure_text(line.of)}，满分 {full} 分"


def _figures(item: Indicator, line: Line) -> str:
    if line.value is None:
        return "没有数据"
    whole = "" if line.of is None else f" ÷ {figure_text(line.of)}"
    return f"{figure_text(line.value)}{whole} {_unit(item)}".rstrip()


def _unit(item: Indicator) -> str:
    kind = MEASURES.get(item.measure)
    return kind.unit if kind is not None else "项" if item.bonus else "分"


def _says(item: Indicator) -> str:
    """Return what the figure leaves out, for readers."""
    kind = MEASURES.get(item.measure)
    return f"（{kind.says}）" if kind is not None and kind.says else ""


def _effect(scheme: Scheme, veto: Veto) -> str:
    whole = "全年" if veto.scope == "year" else "本期"
    if veto.effect == "fail" or veto.score is None:
        return f"{whole}{scheme.bands[-1].label}，不计分"
    words = "记" if veto.effect == "fix" else "至多记"
    return f"{whole}{words} {_number(veto.score)} 分"


def _left(score: int | None, places: int) -> str:
    return "不计分" if score is None else f"记 {_points(score, places)} 分"


def _base_lines(scheme: Scheme, card: Card) -> list[Line]:
    return [line for line in card.lines if line.full and not scheme.indicator(line.code).bonus]


def _by_kind(rule: Deduct | Bonus) -> str:
    """Return the kinds whose points differ from the usual."""
    return (
        "（" + "，".join(f"{one.kind} {_number(one.points)} 分" for one in rule.each_by) + "）" if rule.each_by else ""
    )


def _cap(cap: Decimal | None, full: str) -> str:
    return full if cap is None else _number(cap)


def _points(points: int | None, places: int) -> str:
    return "—" if points is None else f"{amount(points, places):f}"


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rows(ids: tuple[str, ...]) -> str:
    return f"依据：{'、'.join(ids)}。" if ids else ""
