"""Is it ours? (与台账比对): the register entries that a reported account is, or seems to be named after."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q

from accounts.actions.platforms import recognise
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit

ALIKE = 0.6
MOST_READ = 400
SHOWN = 10
PAIRS = 12


@dataclass(frozen=True)
class Match:
    """A register entry and what it has in common with the reported account; `same` means it may be the account."""

    account: MediaAccount
    why: str
    same: bool
    likeness: float


def plain(text: str) -> str:
    """Return a name as it is compared: one width, small letters, no space and no sign."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


def matches_of(root: Unit, *, name: str, handle: str = "", link: str = "") -> list[Match]:
    """Return the entries of an organisation that are the same by link or id, or alike by name; the likest first.

    At most 400 entries that share two characters with the name are read, however large the register.
    """
    found = recognise(link) if link.strip() else None
    handles = {text.strip() for text in (handle, found.handle if found else "") if text.strip()}
    links = {text.strip() for text in (link, found.link if found else "") if text.strip()}
    wanted = Q(handle__in=handles) | Q(link__in=links)
    for pair in _pairs(name):
        wanted |= Q(name__icontains=pair)
    rows = MediaAccount.objects.filter(wanted, root=root).select_related("unit", "platform").order_by("pk")
    made = [_match(row, plain(name), handles, links) for row in rows[:MOST_READ]]
    kept = [match for match in made if match.same or match.likeness >= ALIKE]
    return sorted(kept, key=lambda match: (not match.same, -match.likeness, match.account.pk))[:SHOWN]


def _pairs(name: str) -> list[str]:
    """Return the neighbouring characters of a name, a bounded number of them."""
    folded = plain(name)
    pairs = dict.fromkeys(folded[at : at + 2] for at in range(len(folded) - 1))
    return list(pairs)[:PAIRS] or ([folded] if folded else [])


def _match(row: MediaAccount, name: str, handles: set[str], links: set[str]) -> Match:
    likeness = SequenceMatcher(None, name, plain(row.name), autojunk=False).ratio()
    if row.link and row.link in links:
        return Match(row, "链接相同", True, likeness)
    if row.handle and row.handle in handles:
        return Match(row, "账号ID相同", True, likeness)
    word = "名称相同" if likeness == 1 else f"名称相近({likeness:.0%})"
    return Match(row, word, False, likeness)
