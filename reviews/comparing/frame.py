"""What a platform puts around a text (平台外框): title, author, time, counters, prompts and the line of names."""

import re
from dataclasses import dataclass

from .normalising import SAME, normalise

# Patterns of lines in narrow signs; see `_narrow`.
_TIME = re.compile(
    r"(发表于|发布于|发布时间:?)?\s*(\d{4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?(\s*\(?周.\)?)?(\s*\d{1,2}:\d{2}(:\d{2})?)?"
    r"(\s*(来自|发布于|发表于)?\s*[\u4e00-\u9fff]{2,8})?"
)
_COUNTERS = re.compile(
    r"((阅读|浏览|播放|点赞|赞|在看|分享|收藏|评论|转发|喜欢|推荐|留言|写留言|举报|投诉)\s*[\d.,万+]*\s*)+"
)
_PROMPTS = re.compile(
    r"阅读原文|原创|图片|[\[【(]图片?[\]】)]|展开全文|收起全文|点击上方.{0,12}关注(我们)?|预览时标签不可点|继续滑动看下一个|"
    r"微信扫一扫.{0,12}|轻触阅读原文|IP属地:.{2,8}|关注|人划线"
)
_AUTHOR = re.compile(r"(作者|文|图文|文图|撰文|原创)\s*[:/|丨]\s*([^\s:,。;]{1,20})|原创\s+([^\s:,。;]{1,20})")
_NAMED = re.compile(r"(来源|编辑|责任编辑|责编)\s*:\s*(.{1,40})")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a publication besides its text: title, line of names, names that the platform may show."""

    title: str
    byline: str = ""
    names: frozenset[str] = frozenset()

    def strip(self, text: str, approved: str) -> tuple[str, int]:
        """Return the published text without the frame at its two ends, and how many characters went at the head.

        A line that stands in the approved text is never frame, and nothing between its first and last line is.
        """
        own = {normalise(line) for line in approved.splitlines()} - {""}
        lines = text.splitlines(keepends=True)
        first, last = 0, len(lines)
        while first < last and self._is_frame(lines[first], own, head=True):
            first += 1
        while last > first and self._is_frame(lines[last - 1], own, head=False):
            last -= 1
        return "".join(lines[first:last]), sum(map(len, lines[:first]))

    def _is_frame(self, line: str, own: set[str], *, head: bool) -> bool:
        plain, counted = _narrow(line), normalise(line)
        if not counted:
            return True
        if counted in own:
            return False
        if counted in {normalise(self.title), normalise(self.byline)} or counted in self._signed():
            return True
        if _PROMPTS.fullmatch(plain) or _COUNTERS.fullmatch(plain) or (head and _TIME.fullmatch(plain)):
            return True
        return self._is_author(plain) or counted in {normalise(name) for name in self.names}

    def _signed(self) -> set[str]:
        """The parts of the line of names, for platforms that break it."""
        return {normalise(part) for part in re.split(r"\s{2,}|\n", self.byline)} - {""}

    def _is_author(self, line: str) -> bool:
        """Whether a line says who wrote; where the names are known, it must be one of them."""
        known = {normalise(name) for name in self.names}
        author = _AUTHOR.fullmatch(line)
        if author:
            return not known or normalise(author[2] or author[3]) in known
        named = _NAMED.fullmatch(line)
        return bool(named and normalise(named[2]) in known)


def _narrow(line: str) -> str:
    """Return a line with single spaces and signs in their narrow form."""
    return " ".join("".join(SAME.get(sign, sign) for sign in line).split())
