"""What must agree inside a scheme (前后一致): checks that no single entry can make alone."""

from collections.abc import Iterator
from decimal import Decimal

from newmedia_portal.regimes.lines import Path

from .schema import Bonus, Deduct, Indicator, Ratio, Scheme, Share, Steps, Veto
from .vocabulary import GUARDED_WORDS, MEASURES

Problem = tuple[Path, str]


def problems(scheme: Scheme) -> Iterator[Problem]:
    """Yield every disagreement with the path where it shows."""
    yield from _parts(scheme)
    for position, item in enumerate(scheme.indicators):
        path: Path = ("indicators", position)
        yield from _references(scheme, item, path)
        yield from _measure(item, path)
        yield from _rule(item, path)
        yield from _guard(item, path)
    yield from _weights(scheme)
    yield from _bands(scheme)
    for position, veto in enumerate(scheme.vetoes):
        yield from _veto(scheme, veto, ("vetoes", position))
    yield from _places(scheme)
    if scheme.year and scheme.year.weights and len(scheme.year.weights) != scheme.year.periods:
        yield ("year", "weights"), f"全年有 {scheme.year.periods} 期，权重要逐期写出，或者不写（各期同等）。"


def is_guarded(item: Indicator) -> bool:
    """Whether an indicator rewards 关注、点赞、转发、评论, by its measure or, scored by hand, by its name."""
    kind = MEASURES.get(item.measure)
    if kind is not None and kind.guarded:
        return True
    return item.source == "hand" and any(word in item.label for word in GUARDED_WORDS)


def _parts(scheme: Scheme) -> Iterator[Problem]:
    total = sum(part.weight for part in scheme.parts)
    if total != 100:
        yield ("parts",), f"各部分的权重合计为 {total:f}，应为 100，请调整。"
    for position, part in enumerate(scheme.parts):
        path: Path = ("parts", position)
        if part.weight != round(part.weight, 2):
            yield (*path, "weight"), f"权重 {part.weight:f} 的小数位超过 2 位，请改正。"
        extra = [item for item in scheme.indicators if item.part == part.code and item.bonus]
        if extra and not part.bonus_cap:
            yield path, f"“{part.label}”有加分项，请写明加分上限 bonus_cap。"
        if not any(item.part == part.code and item.scored and not item.bonus for item in scheme.indicators):
            yield path, f"“{part.label}”没有计分指标，请补上指标或删去这一部分。"


def _references(scheme: Scheme, item: Indicator, path: Path) -> Iterator[Problem]:
    if item.part not in {part.code for part in scheme.parts}:
        yield (*path, "part"), f"没有代码为“{item.part}”的考核部分，请改为本方案的部分代码。"
    known = {one.code for one in scheme.classes}
    for position, code in enumerate(item.classes):
        if code not in known:
            yield (*path, "classes", position), f"没有代码为“{code}”的单位分类，请先在 classes 中写明。"


def _measure(item: Indicator, path: Path) -> Iterator[Problem]:
    if item.source == "automatic" and item.measure not in MEASURES:
        known = "、".join(MEASURES)
        yield (*path, "measure"), f'系统没有“{item.measure}”这一采集项，可用：{known}；由人评分的请写 source = "hand"。'


def _rule(item: Indicator, path: Path) -> Iterator[Problem]:
    rule, at = item.rule, (*path, "rule")
    if item.scored and rule is None:
        yield path, f"“{item.label}”要计分，请写明计分规则 rule；只展示的请把权重写为 0。"
    if not item.scored and rule is not None:
        yield path, f"“{item.label}”权重为 0，只展示，不需要计分规则，请删去 rule 或写明权重。"
    if rule is None:
        return
    if item.bonus != isinstance(rule, Bonus):
        yield at, "加分项（bonus = true）要用 bonus 规则，其他指标不能用，请改正。"
    kind = MEASURES.get(item.measure)
    whole = kind is None or kind.whole
    if isinstance(rule, Share) and not whole:
        yield at, f"“{item.label}”的数据没有总数，不能按占比计分，请改用 ratio、per_n 或 steps。"
    if isinstance(rule, Ratio) and rule.target is None and not whole:
        yield at, f"“{item.label}”的数据没有应完成数，请写明目标 target。"
    if isinstance(rule, Ratio) and rule.target is None and item.direction == "down":
        yield at, "越少越好的指标要写明目标 target。"
    if isinstance(rule, Deduct) and item.direction != "down":
        yield (*path, "direction"), '扣分项越少越好，请写 direction = "down"。'
    cap = None if isinstance(rule, Steps) else rule.cap
    if cap is not None and cap > item.weight:
        yield (*at, "cap"), f"上限 {cap:f} 超过这一项的分值 {item.weight:f}，请改小。"
    if isinstance(rule, Steps) and max(step.points for step in rule.steps) > item.weight:
        yield at, f"分档表中有超过这一项分值 {item.weight:f} 的分数，请改小。"


def _guard(item: Indicator, path: Path) -> Iterator[Problem]:
    if item.scored and is_guarded(item) and item.confirmation is None:
        yield (
            (*path, "weight"),
            f"“{item.label}”默认只展示：关注、点赞、转发、评论不宜作为考核依据。确需计分的，"
            "请由管理员在 confirmation 中写明理由和确认人。",
        )


def _weights(scheme: Scheme) -> Iterator[Problem]:
    """Base indicators of each part add up to the full points of every class's table."""
    tables = [(one.code, one.label, one.full) for one in scheme.classes] or [("", "", Decimal(100))]
    for part in scheme.parts:
        for code, label, full in tables:
            held = [
                item
                for item in scheme.indicators
                if item.part == part.code and not item.bonus and (not item.classes or code in item.classes)
            ]
            total = sum(item.weight for item in held)
            if held and total != full:
                whose = f"（{label}）" if label else ""
                yield ("indicators",), f"“{part.label}”{whose}计分指标的分值合计为 {total:f}，应为 {full:f}，请调整。"


def _bands(scheme: Scheme) -> Iterator[Problem]:
    starts = [band.at for band in scheme.bands]
    if starts != sorted(set(starts), reverse=True):
        yield ("bands",), "等次要从高到低排列，起点分不能重复，请重新排列。"
    if starts[-1] != 0:
        yield ("bands", len(starts) - 1, "at"), "最低等次要从 0 分起，请补上。"
    passing = [band.passes for band in scheme.bands]
    if all(passing) or not any(passing) or passing != sorted(passing, reverse=True):
        yield ("bands",), "等次要分出合格与不合格：较高的合格，最低的写 passes = false。"


def _veto(scheme: Scheme, veto: Veto, path: Path) -> Iterator[Problem]:
    known = {one.code for one in scheme.classes}
    for position, code in enumerate(veto.classes):
        if code not in known:
            yield (*path, "classes", position), f"没有代码为“{code}”的单位分类，请先在 classes 中写明。"
    if veto.effect == "fail":
        if veto.score is not None:
            yield (*path, "score"), "效果为不合格且不计分（fail）时不写分数，请删去，或改用 fix、cap。"
        return
    if veto.score is None:
        yield path, f"“{veto.label}”要写明否决后的分数 score。"
    elif any(band.passes for band in scheme.bands) and veto.score >= scheme.pass_line:
        yield (*path, "score"), f"否决后的分数 {veto.score:f} 仍在合格线 {scheme.pass_line:f} 以上，请改小。"


def _places(scheme: Scheme) -> Iterator[Problem]:
    """Points that the scheme names must be written within its own places."""
    named: list[tuple[Path, Decimal | None]] = []
    for position, item in enumerate(scheme.indicators):
        named.append((("indicators", position, "weight"), item.weight))
        named += [(("indicators", position, "rule", "cap"), getattr(item.rule, "cap", None))]
        if isinstance(item.rule, Steps):
            named += [
                (("indicators", position, "rule", "steps", rung, "points"), step.points)
                for rung, step in enumerate(item.rule.steps)
            ]
    named += [(("vetoes", position, "score"), veto.score) for position, veto in enumerate(scheme.vetoes)]
    named += [(("bands", position, "at"), band.at) for position, band in enumerate(scheme.bands)]
    for position, part in enumerate(scheme.parts):
        named += [(("parts", position, "bonus_cap"), part.bonus_cap)]
        named += [(("parts", position, "bonus_above"), part.bonus_above)]
    for path, value in named:
        if value is not None and value != round(value, scheme.places):
            yield path, f"{value:f} 的小数位超过方案规定的 {scheme.places} 位，请改正。"
