"""Generated names of units, and the search as a plain look at every one of them."""

import random
import unicodedata
from collections.abc import Iterable

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.search.finding import matching
from newmedia_portal.core.search.query import query_of

PLACES = (
    "东城",
    "西山",
    "南湖",
    "北岭",
    "江畔",
    "云台",
    "锦屏",
    "青石",
    "白沙",
    "红河",
    "长乐",
    "重安",
    "行唐",
    "朝阳",
    "大都",
)
TOPICS = (
    "宣传",
    "教育",
    "公安",
    "文旅",
    "卫健",
    "税务",
    "交通",
    "民政",
    "司法",
    "水务",
    "农业",
    "环保",
    "体育",
    "政务公开",
    "融媒体",
    "乐团",
    "调度",
)
ENDS = ("局", "中心", "办公室", "发布", "在线", "ＴＶ", "App", "微博", "2026", "第１小学", "（筹）", "一二三四")


def names(number: int, seed: int = 7) -> list[str]:
    """Return so many different names of mixed writing."""
    chance, found = random.Random(seed), dict[str, None]()
    while len(found) < number:
        parts = [chance.choice(PLACES), *chance.sample(TOPICS, chance.randint(1, 3)), chance.choice(ENDS)]
        found[f"{chance.choice(['', ' ', '·', '-']).join(parts)}{chance.randint(1, 99)}"] = None
    return list(found)


def plant(texts: Iterable[str]) -> Unit:
    """Make a unit of each name under one top unit, past every action."""
    top = Unit(code="top", name="示例组织")
    top.save()
    Unit.objects.bulk_create(
        Unit(code=f"n{number}", name=name, parent=top, root=top, depth=1, path=f"{top.path}{number:06d}/")
        for number, name in enumerate(texts)
    )
    return top


def plain(text: str) -> str:
    """Return a text as people compare it: compatibility forms and case made equal, whole text at once."""
    return unicodedata.normalize("NFKC", text).casefold()


def found(typed: str, kind: str = "unit") -> list[int]:
    """Return what the index finds, in order of numbers."""
    return sorted(set(matching(kind, query_of(typed)).values_list("owner", flat=True)))


def scanned(typed: str) -> list[int]:
    """Return what a look at every name and code finds."""
    words = plain(typed).split()
    rows = Unit.objects.order_by("pk").values_list("pk", "name", "code")
    return [pk for pk, *texts in rows if all(any(word in plain(text) for text in texts) for word in words)]


def fragments(texts: list[str], length: int, number: int, seed: int = 11) -> list[str]:
    """Return pieces of so many characters out of names, and some that stand nowhere."""
    chance, pieces = random.Random(seed + length), dict[str, None]()
    while len(pieces) < number:
        name = chance.choice(texts)
        start = chance.randrange(max(1, len(name) - length))
        piece = name[start : start + length]
        if not any(sign.isspace() for sign in piece) and len(piece) == length:
            pieces[piece] = None
    everything = "".join(texts)
    strange = ["".join(chance.choices(everything, k=length)) for _ in range(number // 4)]
    return [*pieces, *(piece for piece in strange if " " not in piece)]
