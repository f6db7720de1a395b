"""What must agree inside an edition (前后一致): checks that no single entry can make alone."""

import re
from collections.abc import Iterator
from typing import Any

from .lines import Path
from .schema import Edition, FilingKind

Problem = tuple[Path, str]

_ARTICLE = re.compile(r"^(第[一二三四五六七八九十]+条.*|附表.*|\d+(\.\d+)*|条文未规定)$")
_NUMBER = re.compile(r"^第([一二三四五六七八九十]+)条")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}


def problems(edition: Edition, data: dict[str, Any]) -> Iterator[Problem]:
    """Every disagreement with the path where it shows."""
    yield from _articles(edition, data)
    for position, kind in enumerate(edition.filing_kinds):
        yield from _filing_kind(edition, kind, ("filing_kinds", position))
    yield from _kinds_present(edition)
    yield from _review(edition)
    yield from _procedure(edition)
    yield from _prohibited(edition)
    yield from _weights(edition)
    yield from _groups(edition)
    yield from _silence(edition)


def article_number(article: str) -> int:
    """Number of an article such as 第十六条第一款; 0 when it is numbered another way."""
    found = _NUMBER.match(article)
    if not found:
        return 0
    tens, ten, ones = found.group(1).partition("十")
    if not ten:
        return _DIGITS.get(tens, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def _articles(edition: Edition, data: Any, path: Path = ()) -> Iterator[Problem]:
    """Every article is written in a known way and exists in a regulation of that length."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("article", "secrecy_article", "trigger_article") and isinstance(value, str) and value:
                yield from _article(edition, value, (*path, key))
            else:
                yield from _articles(edition, value, (*path, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _articles(edition, value, (*path, position))


def _article(edition: Edition, article: str, path: Path) -> Iterator[Problem]:
    if not _ARTICLE.match(article):
        yield path, f"条文出处“{article}”写法不对，请写成“第五条第一款”“3.1.1”“附表备注（3）”或“条文未规定”。"
    elif article_number(article) > edition.articles:
        yield path, f"本办法只有 {edition.articles} 条，没有“{article}”，请核对出处。"


def _filing_kind(edition: Edition, kind: FilingKind, path: Path) -> Iterator[Problem]:
    known_roles = {item.role for item in edition.role_requirements}
    for position, role in enumerate(kind.roles):
        if role not in known_roles:
            yield (*path, "roles", position), f"“{kind.name}”要求的角色没有配备规定，请在 role_requirements 中补上。"
    known_kinds = {item.code for item in edition.account_kinds}
    for position, code in enumerate(kind.account_kinds):
        if code not in known_kinds:
            yield (*path, "account_kinds", position), "本版本没有启用这一账号类型，请先在 account_kinds 中启用。"
    for position, code in enumerate(kind.unit_kinds):
        if code not in edition.unit_kinds:
            yield (*path, "unit_kinds", position), "本版本没有启用这一单位类型，请先在 unit_kinds 中启用。"
    if kind.limit and kind.limit.anchor_field and not kind.asks(kind.limit.anchor_field):
        yield (*path, "limit"), f"期限自{kind.limit.anchor_label}起算，但填报内容没有这一日期，请加入该填写项。"
    yield from _print(edition, kind, path)


def _print(edition: Edition, kind: FilingKind, path: Path) -> Iterator[Problem]:
    if not kind.print_form:
        return
    forms = {form.code: form for form in edition.print_forms}
    if kind.print_form not in forms:
        yield (*path, "print_form"), f"没有名为“{kind.print_form}”的打印表，请在 print_forms 中补上。"
        return
    boxes = {box.code for box in forms[kind.print_form].boxes}
    for position, step in enumerate(kind.chain):
        if step.print_box and step.print_box not in boxes:
            yield (
                (*path, "chain", position, "print_box"),
                f"打印表没有“{step.print_box}”意见栏，请改正或在打印表中补上。",
            )


def _kinds_present(edition: Edition) -> Iterator[Problem]:
    for kind in ("open", "change", "close"):
        if not edition.variants(kind):
            yield (
                ("filing_kinds",),
                f"缺少“{ {'open': '开通', 'change': '变更', 'close': '关闭'}[kind] }”备案事项，请补上。",
            )
    if edition.annual_check.enabled and not edition.variants("annual"):
        yield ("annual_check",), "启用了年度检查，但没有年度检查的备案事项，请补上或停用。"


def _review(edition: Edition) -> Iterator[Problem]:
    review = edition.review
    by_grade = any(tier.by_grade for tier in review.tiers)
    tier_roles = {tier.role for tier in review.tiers}
    if len(review.tiers) < review.minimum_tiers:
        yield ("review", "tiers"), f"审次少于规定的 {review.minimum_tiers} 次，请补足。"
    missing = {"ordinary", "important", "major"} - {signer.importance for signer in review.final_signers}
    if missing:
        yield ("review", "final_signers"), "一般、重要、重大三级信息都要有签发人，请补足。"
    for position, signer in enumerate(review.final_signers):
        if not by_grade and signer.role not in tier_roles:
            yield (
                ("review", "final_signers", position, "role"),
                f"签发人“{signer.label}”不在任何审次中，请改用审次中的角色，或把终审设为按重要程度签发。",
            )


def _procedure(edition: Edition) -> Iterator[Problem]:
    rules = edition.review_procedure
    if rules is None:
        return
    tiers = {tier.code for tier in edition.review.tiers}
    for path, code in (
        (("secrecy_before",), rules.secrecy_before),
        (("proofreading", "after"), rules.proofreading.after),
    ):
        if code not in tiers:
            yield ("review_procedure", *path), f"没有代码为“{code}”的审次，请改为本版本的审次代码。"
    if {pace.code for pace in rules.paces} != {"ordinary", "fast"}:
        yield ("review_procedure", "paces"), "普通稿件和应急快审都要有办理时限，请补足。"
    flags = {step.flag for step in edition.review.extra_steps}
    for position, topic in enumerate(rules.topics):
        if topic.flag and topic.flag not in flags:
            yield (
                ("review_procedure", "topics", position, "flag"),
                f"没有“{topic.flag}”这一加审情形，请在 extra_steps 中补上或留空。",
            )


def _prohibited(edition: Edition) -> Iterator[Problem]:
    listed = {item.item for item in edition.prohibited if item.item is not None}
    expected = set(range(1, edition.prohibited_list.count + 1))
    if listed - expected:
        yield ("prohibited_list", "count"), "目录中的项次超过了条文列举的项数，请核对。"
    if expected - listed:
        lacking = "、".join(str(number) for number in sorted(expected - listed))
        yield ("prohibited_list", "count"), f"条文列举的第 {lacking} 项没有对应的目录，请补上。"


def _weights(edition: Edition) -> Iterator[Problem]:
    total = sum(item.weight for item in edition.indicators if item.scored)
    if edition.indicators and total != 100:
        yield ("indicators",), f"计分指标的权重合计为 {total:g}，应为 100，请调整。"
    for position, item in enumerate(edition.indicators):
        key = "score_followers" if item.code == "followers" else "score_interaction"
        confirmed = edition.has_setting(key) and edition.setting(key) is True
        if item.scored and item.confirm_before_scoring and not confirmed:
            yield (
                ("indicators", position, "scored"),
                f"“{item.label}”默认只展示；要计分，请先在设定项“{key}”确认。",
            )
        if not item.scored and item.weight:
            yield ("indicators", position, "weight"), f"“{item.label}”只展示不计分，权重应为 0。"


def _groups(edition: Edition) -> Iterator[Problem]:
    known = {item.code for item in edition.sanctions}
    for position, code in enumerate(edition.groups.measures):
        if code not in known:
            yield ("groups", "measures", position), "工作群措施不在处置措施之中，请补上。"


def _silence(edition: Edition) -> Iterator[Problem]:
    """The rungs of the silence watch rise: the warning comes before 静默, 静默 before 僵尸号."""
    days = {item.code: item.days for item in edition.silence}
    silent, zombie = days.get("silent"), days.get("zombie")
    for position, item in enumerate(edition.silence):
        if item.code == "zombie" and silent and zombie and zombie <= silent:
            yield ("silence", position, "days"), f"僵尸号天数应多于静默天数 {silent} 日，请调整。"
        if item.warn_days_before and item.days and item.warn_days_before >= item.days:
            yield ("silence", position, "warn_days_before"), f"预警应早于 {item.days} 日，请减少提前天数。"
    for position, quota in enumerate(edition.quotas):
        if quota.minimum is None and quota.ratio_percent is None:
            yield ("quotas", position), "发布频次要写明最少条数或百分比，请补上其一。"
