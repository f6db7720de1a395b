"""What a post's body may consist of (正文允许的元素): a short list, everything else is left out."""

import re
from urllib.parse import urlsplit

from newmedia_portal.core.refusals import Refused

LARGEST = 1024 * 1024  # bytes of UTF-8
MOST_TAGS = 50_000
DEEPEST_LIST = 6
DEEPEST_QUOTE = 3
LONGEST_ADDRESS = 2000

# Formats in the order in which they are written, outermost first.
FORMATS = ("strong", "em", "u", "s", "sub", "sup")
HEADINGS = ("h2", "h3", "h4")
LINES = ("p", *HEADINGS)
TAGS = {*LINES, *FORMATS, "ul", "ol", "li", "blockquote", "table", "tbody", "tr", "td", "th", "a", "img", "br"}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
RELATION = "noopener noreferrer"

# Addresses under which the portal itself serves uploaded pictures; no other picture is shown.
PICTURE_FOLDER = "/reviews/pictures/"
PICTURE = re.compile(re.escape(PICTURE_FOLDER) + r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.(jpg|jpeg|png))?/?")
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+", re.IGNORECASE)

# Characters that show nothing, reverse the reading direction or may not stand in a page at all.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e00ff]"
)


class TooLarge(Refused):
    """The body is larger than a post may be."""


def check_size(html: str) -> None:
    """Raise TooLarge where a body has more than 1 MB."""
    if len(html) > LARGEST or len(html.encode("utf-8", "surrogatepass")) > LARGEST:
        raise TooLarge("正文超过 1 MB。请把图片改为逐张上传,把附表改为附件,然后再保存。", field="body")


def check_tags(count: int) -> None:
    """Raise TooLarge where a body has more tags than any text needs."""
    if count > MOST_TAGS:
        raise TooLarge("正文的格式标记过多。请先粘贴为纯文本,再在编辑器中排版。", field="body")


def link(address: str) -> str:
    """Return the address of a link in its one form; empty where it may not be followed from a post."""
    address = address.strip()
    if len(address) > LONGEST_ADDRESS or UNSEEN.search(address):
        return ""
    if _MAIL.fullmatch(address):
        return "mailto:" + address[7:]
    if not _WEB.fullmatch(address):
        return ""
    scheme, _, rest = address.partition(":")
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return ""
    return f"{scheme.lower()}:{rest}" if host and "@" not in host else ""


def picture(address: str) -> str:
    """Return the address of a picture that the portal serves; empty for every other address."""
    address = address.strip()
    return address if PICTURE.fullmatch(address) else ""
