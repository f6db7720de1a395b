"""References from figures to the rows they came from (依据): a word and a key, readable as they stand."""

from typing import NamedTuple

from django.urls import reverse

MONTHS, WEEKS, MISSED = "月汇总", "周汇总", "发布频次不足"
MESSAGE, REPOST, OBLIGATION = "留言", "转发账号", "备案事项"
HAND, VETO, FINDING, CHECKED = "人工评分", "外部否决", "检查问题", "受检账号"
FOLLOWERS, SILENCE, ANNUAL, CHECK = "粉丝数", "静默监测", "年度检查", "账号年度检查"
#: Rows that have a page of their own.
PAGES = {
    MESSAGE: "duties:message",
    VETO: "assessments:quarter-veto",
    FINDING: "assessments:finding",
    CHECKED: "assessments:inspected",
    CHECK: "filings:annual-check",
}


class Link(NamedTuple):
    """A reference for readers: its words and, where the portal has a page for it, the address."""

    words: str
    url: str = ""


def ref(kind: str, key: object) -> str:
    """Return the reference of a row."""
    return f"{kind}#{key}"


def span(kind: str, first: object, last: object) -> str:
    """Return the reference of the rows between two days."""
    return f"{kind}#{first}~{last}"


def link_of(reference: str, account: str) -> Link:
    """Return words and address of a reference; sums and silence belong to the account whose card it stands on."""
    kind, _, key = reference.partition("#")
    if kind in (MONTHS, WEEKS) and account:
        first, _, last = key.partition("~")
        address = reverse("assessments:items")
        return Link(f"{kind} {first} 至 {last}", f"{address}?account={account}&since={first}&until={last}")
    if kind in (MISSED, SILENCE) and account:
        return Link(f"{kind} {key}", reverse("assessments:watch-account", args=[account]))
    if kind in PAGES and key.isascii() and key.isdigit():
        return Link(f"{kind} {key}", reverse(PAGES[kind], args=[key]))
    return Link(f"{kind} {key}")
