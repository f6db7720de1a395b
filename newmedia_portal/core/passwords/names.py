"""Names that a password may not hold (禁用的名称): of the person, of the own units, written or spelled in pinyin."""

import re
import unicodedata
from typing import Any

from ..access.scope import posts_of
from ..search.sounds import spoken, ways

SHORTEST_LETTERS, SHORTEST_SIGNS, SHORTEST_LOG_IN = 4, 2, 3
#: What kind of place a unit is, at the end of its name: the name without it is guessed as readily.
KIND = re.compile(
    r"(人民政府|委员会|街道办|办公室|工作部|宣传部|公司|集团|中心|街道|[市县区省镇乡局部处科室办院校站馆厂社])$"
)


def folded(text: str) -> str:
    """Return letters, digits and ideographs in one spelling, without what stands between them."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def pinyin(text: str) -> set[str]:
    """Return how a name is spelled in letters, in its usual readings."""
    return {"".join(way) for way in ways(spoken(folded(text)))}


def name_found(password: str, user: Any, product: tuple[str, ...] = ()) -> str:
    """Return what the password holds (登录名、姓名、单位名称、产品名称), or nothing."""
    inside = folded(password)
    for what, words in _names(user, product):
        if any(word in inside for word in words):
            return what
    return ""


def _names(user: Any, product: tuple[str, ...]) -> list[tuple[str, set[str]]]:
    found = [("产品名称", {folded(word) for word in product})]
    if user is None:
        return found
    log_in = folded(str(user.get_username() or ""))
    if len(log_in) >= SHORTEST_LOG_IN:
        found.append(("登录名", {log_in, log_in[::-1]}))
    found.append(("姓名", _spellings(str(getattr(user, "full_name", "") or ""))))
    for name in _units(user):
        found.append(("单位名称", _spellings(name) | _spellings(KIND.sub("", name))))
    return found


def _units(user: Any) -> list[str]:
    if user.pk is None:
        return []
    units = [unit for post in posts_of(user) for unit in (post.unit, post.unit.root) if unit is not None]
    return list(dict.fromkeys(unit.name for unit in units))


def _spellings(name: str) -> set[str]:
    words = {folded(name), *pinyin(name)} if name else set()
    return {word for word in words if len(word) >= (SHORTEST_LETTERS if word.isascii() else SHORTEST_SIGNS)}
