"""Source of reprints and licence for current affairs (来源、时政资质), from the source block of the post."""

from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import SOURCE_FIELDS

from .characters import folded
from .facts import CURRENT_AFFAIRS, Facts
from .reading import DraftText
from .report import Report


def check(report: Report, edition: Edition, facts: Facts, draft: DraftText) -> None:
    """Note what a reprint does not say although the edition asks for it, and current affairs without a licence."""
    for item in edition.source_fields:
        value = getattr(facts, item.code)
        missing = value is None if item.code == "is_original" else facts.is_original is False and not value
        if item.required and missing:
            advice = f"转载稿件须填写{SOURCE_FIELDS[item.code]}，请补填。"
            if item.code == "is_original":
                advice = "请先说明本稿是原创还是转载。"
            report.add_for_field("source", item.code, advice, article=item.article)
    title = draft.get("title", "")
    if facts.is_original is False and facts.original_title and folded(title) != folded(facts.original_title):
        advice = f"转载稿件的标题与原标题“{facts.original_title}”不同，请确认没有改变原意。"
        report.add_for_field("title_changed", "title", advice, found=title)
    if CURRENT_AFFAIRS in facts.flags and not facts.licensed:
        advice = "所选账号没有互联网新闻信息服务许可，不得发布、转载时政类新闻，请改投有资质的账号或撤回。"
        report.add_for_field("current_affairs", "flags", advice)
