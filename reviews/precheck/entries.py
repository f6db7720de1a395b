"""What a lexicon holds (词条): the kinds of entries and one line of each."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db import models

from .hits import Grade


class Kind(models.TextChoices):
    """What an entry is for; the wording is that of the column 类型 in the workbook."""

    TERM = "term", "敏感词"
    DENY = "deny", "必查词"
    ALLOW = "allow", "允许语境"
    TYPO = "typo", "易错词"
    NAME = "name", "易错名称"
    TITLE = "title", "姓名职务"
    ORDER = "order", "排序"
    FULL = "full", "首次全称"
    AD = "ad", "广告用语"
    SITE = "site", "网站"


class SiteKind(models.TextChoices):
    """How links to a site are taken; the wording is that of the column 正确写法 of a 网站 entry."""

    OWN = "本单位", "本单位"
    TRUSTED = "可信", "可信"
    SHORT = "短链接", "短链接"
    DENIED = "禁用", "禁用"


# An entry of these kinds needs its right form.
NEEDS_RIGHT = frozenset({Kind.TYPO, Kind.NAME, Kind.TITLE, Kind.FULL, Kind.SITE})
# An entry of these kinds belongs to one of the 26 categories.
NEEDS_CATEGORY = frozenset({Kind.TERM, Kind.DENY})
# Grade of an entry that names none.
USUAL_GRADE: dict[str, str] = {
    Kind.TERM.value: Grade.WARN.value,
    Kind.DENY.value: Grade.BLOCK.value,
    Kind.TYPO.value: Grade.WARN.value,
    Kind.NAME.value: Grade.WARN.value,
    Kind.TITLE.value: Grade.WARN.value,
    Kind.ORDER.value: Grade.WARN.value,
    Kind.FULL.value: Grade.HINT.value,
    Kind.AD.value: Grade.HINT.value,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon.

    `right` is the right form (title entries: the titles a person may be given, parted by 、); `exceptions` are
    wordings in which the entry is not meant; `group` and `position` place a name in an order; `homophone` lets the
    entry be found by its sound.
    """

    kind: str
    text: str
    category: str = ""
    grade: str = ""
    right: str = ""
    exceptions: tuple[str, ...] = ()
    homophone: bool = False
    group: str = ""
    position: int = 0
    advice: str = ""

    @property
    def weight(self) -> str:
        """The grade that counts: its own or the usual one of its kind."""
        return self.grade or USUAL_GRADE.get(self.kind, Grade.WARN.value)


as_line = attrgetter(*Entry.__slots__)


def digest_of(entries: Iterable[Entry]) -> str:
    """SHA-256 over all entries in a fixed order; a stored hit names the lexicon by it."""
    lines = sorted(repr(as_line(entry)) for entry in entries)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
