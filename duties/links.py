"""Links of a task (链接核验): one address on the web, and for a repost one of the account's own."""

import re
import unicodedata
from urllib.parse import urlsplit

from accounts.actions.platforms import recognise
from accounts.actions.platforms.recogniser import ADDRESS, MOST_CHARACTERS
from accounts.models import MediaAccount
from newmedia_portal.core.refusals import Refused

from .personal import refuse_personal_place

#: Recognised by any address at all, so that it says nothing about whose post it is.
ANYWHERE = ("website", "app")
SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def read_link(text: str, *, field: str = "link") -> str:
    """Return the one web address in a pasted text; raises Refused for none, several, or a personal place."""
    plain = unicodedata.normalize("NFKC", text).replace("\x00", "").strip()
    refuse_personal_place(plain, field=field)
    found = ADDRESS.findall(plain)
    if len(set(found)) > 1:
        raise Refused("这里有多个链接。一次只填一个,请删去其余的。", field=field)
    link = found[0] if found else _bare(plain)
    if not link or len(link) > MOST_CHARACTERS or not _is_public(link):
        raise Refused("链接看不懂。请从浏览器或客户端复制完整链接,以 http 或 https 开头。", field=field)
    refuse_personal_place(link, field=field)
    return link


def read_own_link(text: str, account: MediaAccount, original: str) -> str:
    """Return the address at which an account reposted.

    Raises Refused besides for the original's own address, for a link of another platform, and for one that names
    another account.
    """
    link = read_link(text)
    if _same_place(link, original):
        raise Refused("这是原文的链接。请填写本单位账号转发后的链接。", field="link")
    known = recognise(link)
    if known is None or known.platform.code in ANYWHERE:
        return link
    brand, own = known.platform.family or known.platform.code, account.platform.family or account.platform.code
    if brand != own:
        raise Refused(f"这是{known.platform}的链接,本账号在{account.platform}。请核对后重新填写。", field="link")
    if known.handle.isdecimal() and account.handle.isdecimal() and known.handle != account.handle:
        raise Refused(
            f"这个链接属于另一个账号(标识 {known.handle[:40]}),不是“{account}”。只登记本单位账号的转发。", field="link"
        )
    return link


def _bare(text: str) -> str:
    """Return an address that was typed without its scheme; empty for anything else."""
    if not text or any(sign.isspace() for sign in text) or SCHEME.match(text):
        return ""
    return f"https://{text}"


def _is_public(link: str) -> bool:
    """Whether the address has a host name with a dot and carries no log-in."""
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return "." in host.strip(".") and parts.username is None and parts.password is None


def _same_place(link: str, other: str) -> bool:
    return bool(other) and link.split("://", 1)[-1].rstrip("/") == other.split("://", 1)[-1].rstrip("/")
