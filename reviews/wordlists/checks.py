"""What can be wrong with an entry (词条核对); every fault names its field and the remedy."""

from collections.abc import Iterator

from newmedia_portal.regimes.vocabulary import PROHIBITED

from ..precheck.characters import folded
from ..precheck.entries import NEEDS_CATEGORY, NEEDS_RIGHT, Entry, Kind, SiteKind
from ..precheck.hits import Grade

LONGEST = {"text": 100, "right": 200, "group": 50, "advice": 200}
TITLES = {
    "kind": "类型", "text": "词条", "category": "类别", "grade": "等级", "right": "正确写法", "exceptions": "例外语境",
    "homophone": "谐音", "group": "排序组", "position": "顺序", "advice": "处理意见",
}  # fmt: skip


def faults_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield field and message for everything that keeps an entry out."""
    if entry.kind not in Kind.values:
        yield "kind", f"类型只能是：{'、'.join(Kind.labels)}。"
        return
    if not folded(entry.text):
        yield "text", "词条须含文字、字母或数字，请填写。"
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            yield name, f"{TITLES[name]}超过 {most} 字，请缩短。"
    if any("\x00" in part for part in (entry.text, entry.right, entry.advice, entry.group, *entry.exceptions)):
        yield "text", "含有空字符，请重新输入。"
    if entry.category and entry.category not in PROHIBITED:
        yield "category", "类别须写 P01 至 P26 中的一个代码。"
    elif entry.kind in NEEDS_CATEGORY and not entry.category:
        yield "category", "敏感词和必查词须写明类别，请从 P01 至 P26 中选用。"
    if entry.grade and entry.grade not in Grade.values:
        yield "grade", f"等级只能是：{'、'.join(Grade.labels)}，或留空。"
    yield from _of_kind(entry)


def _of_kind(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.kind in NEEDS_RIGHT and not entry.right:
        yield "right", f"{Kind(entry.kind).label}须写明正确写法，请填写。"
    if entry.kind == Kind.SITE and entry.right and entry.right not in SiteKind.values:
        yield "right", f"网站的正确写法一列只能是：{'、'.join(SiteKind.values)}。"
    if entry.kind in (Kind.TYPO, Kind.NAME) and entry.right == entry.text:
        yield "right", "正确写法与词条相同，请改正。"
    if entry.kind == Kind.ORDER and not entry.group:
        yield "group", "排序词条须写明所属的排序组。"
    if entry.kind == Kind.ORDER and entry.position < 1:
        yield "position", "顺序须是从 1 开始的整数。"
    if entry.homophone and len(folded(entry.text)) < 2:
        yield "homophone", "单字不能按谐音查找，请取消谐音。"
