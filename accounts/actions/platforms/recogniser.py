"""Which platform and account a pasted link means (粘贴链接识别)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from django.db.models import QuerySet

from ...models import LinkPattern, Platform
from .expressions import check_expression

MOST_CHARACTERS = 500
ADDRESS = re.compile(r"https?://[^\s\"'<>,;、。,;))】」》]{3,500}", re.IGNORECASE)


@dataclass(frozen=True)
class Recognised:
    """What a link says: the platform, the account's id (empty where the link has none), the clean link, a hint."""

    platform: Platform
    handle: str
    link: str
    note: str = ""


def patterns_in_order() -> QuerySet[LinkPattern]:
    """Return the patterns of the platforms in use, in the order in which they are tried."""
    patterns = LinkPattern.objects.filter(platform__in_use=True).select_related("platform")
    return patterns.order_by("platform__position", "position", "pk")


def recognise(text: str, *, patterns: Iterable[LinkPattern] | None = None) -> Recognised | None:
    """Return what a pasted link or share text means, or None when no pattern of the catalogue fits.

    Patterns are tried in their order; the text is bounded, the expressions were checked when they were saved. Who reads
    many texts hands in the `patterns` that were read once.
    """
    link, target = clean(text)
    if not target:
        return None
    for pattern in patterns_in_order() if patterns is None else patterns:
        handle = try_expression(pattern.expression, target)
        if handle is not None:
            return Recognised(pattern.platform, handle, link, pattern.note)
    return None


def try_expression(expression: str, text: str) -> str | None:
    """Return the id that an expression finds in a cleaned text (perhaps empty), or None when it does not fit."""
    found = _compiled(expression).fullmatch(text)
    if found is None:
        return None
    return unquote(found.groupdict().get("id") or "").rstrip("/")


def clean(text: str) -> tuple[str, str]:
    """Return the link as it is kept, and without its scheme as the patterns read it; empty for what is too long."""
    text = unicodedata.normalize("NFKC", text).replace("\x00", "").strip()
    found = ADDRESS.search(text[: MOST_CHARACTERS * 4])
    link = found.group(0) if found else text
    if len(link) > MOST_CHARACTERS or (not found and any(c.isspace() for c in link)):
        return "", ""
    if link.startswith("#小程序://"):
        return link, link
    scheme, _, rest = link.rpartition("://") if found else ("", "", link)
    rest = rest.split("#", 1)[0] if "/#/" not in rest else rest
    host, slash, path = rest.partition("/")
    if "." not in host:
        return link, rest
    target = f"{host.lower()}{slash}{unquote(path)}".rstrip("/")
    return f"{(scheme or 'https').lower()}://{host.lower()}{slash}{path}", target


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    return check_expression(expression)
