"""What the register says about an account to anybody (对外核验): registered, closed, or nothing that is the same.

Only accounts that were filed, or that are over, and that neither their platform nor the edition keeps inside; never a
person, a telephone number, or a name that is merely alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db.models import Q
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.schema import Edition

from ..actions.platforms.recogniser import clean, recognise
from ..models import MediaAccount
from ..querysets import MediaAccountQuerySet
from ..states import ENDED, AccountState
from .keys import check_key
from .registry import Genuine, genuine

LEAST = 2
MOST_SHOWN = 20
MOST_READ = 200
HERE = "/verify/"
ADDRESS = re.compile(r"://|^#小程序|^[\w.-]+\.[a-z]{2,}(/|$)", re.IGNORECASE)
REGISTERED, CLOSED, NOT_FOUND, TOO_SHORT = "registered", "closed", "not_found", "too_short"


@dataclass(frozen=True)
class Question:
    """What somebody asks: words (name, id, link or number), a certificate number, and the code of a paper."""

    words: str = ""
    number: str = ""
    code: str = ""
    platform: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.words or self.number or self.code)


@dataclass(frozen=True)
class Entry:
    """An account as anybody may know it."""

    name: str
    platform: str
    unit: str
    status: str
    since: date | None
    state: str

    @property
    def is_registered(self) -> bool:
        """Whether it stands in the register today."""
        return self.state == AccountState.FILED


@dataclass(frozen=True)
class Answer:
    """The verdict with the entries it rests on; `hint` says what else may help, `paper` is a genuine certificate."""

    verdict: str
    entries: tuple[Entry, ...] = ()
    hint: str = ""
    paper: Genuine | None = None
    checked_paper: bool = False


def read(asked: Any) -> Question:
    """Return the question of an address; a pasted address of this very page is taken for what it carries."""
    words, platform = _text(asked, "q"), _text(asked, "platform")
    given = parse_qs(urlsplit(words).query) if HERE in words else {}
    if given:
        asked, words = {name: values[0] for name, values in given.items()}, ""
    number = _text(asked, "number") or _text(asked, "no")
    return Question(words or _text(asked, "q"), number, _text(asked, "code").upper(), platform)


def answer(question: Question, *, at: datetime) -> Answer:
    """Return what the register says; a certificate is checked where its code is given."""
    today = localdate(at)
    if question.code:
        paper = genuine(question.number, question.code)
        entries = _public([paper.account], today) if paper else ()
        return Answer(REGISTERED if paper else NOT_FOUND, entries, paper=paper, checked_paper=True)
    if question.number:
        return _verdict(_public(_numbered(question.number), today))
    if len(check_key(question.words)) < LEAST:
        return Answer(TOO_SHORT, hint="请填写完整的账号名称、账号ID或链接，至少两个字。")
    rows, hint = _matching(question.words)
    if question.platform:
        rows = rows.filter(platform__code=question.platform)
    return _verdict(_public(rows[:MOST_READ], today), hint)


def _text(asked: Any, name: str) -> str:
    return "".join(sign for sign in str(asked.get(name, "")) if sign.isprintable()).strip()[:500]


def _rows() -> MediaAccountQuerySet:
    over = MediaAccount.objects.filter(state__in=[AccountState.FILED, *ENDED], platform__is_group=False)
    return over.select_related("platform", "unit", "root").order_by("pk")


def _numbered(number: str) -> MediaAccountQuerySet:
    return _rows().filter(certificate_no__in={number, check_key(number).upper()}).exclude(certificate_no="")


def _matching(words: str) -> tuple[MediaAccountQuerySet, str]:
    """Return the entries whose name, id or link is the same, and a hint where a link does not tell an account."""
    key, hint = check_key(words), ""
    same = Q(name_key=key) | Q(handle_key=key) | Q(certificate_no=words)
    if ADDRESS.search(words):
        link, bare = clean(words)[0].rstrip("/"), clean(words)[1]
        same |= Q(link__in={form for at in (link, bare) if at for form in _forms(at)})
        found = recognise(words) or recognise(words.partition("?")[0])
        if found is not None and found.handle:
            family = Q(platform=found.platform)
            family |= Q(platform__family=found.platform.family) if found.platform.family else Q()
            same |= family & Q(handle_key=check_key(found.handle))
        else:
            hint = "这个链接里看不出是哪个账号，请改用账号名称或账号ID再查一次。"
    return _rows().filter(same), hint


def _forms(address: str) -> set[str]:
    """Return how the same address may have been written down."""
    bare = address.partition("://")[2] or address
    return {f"{scheme}{bare}{end}" for scheme in ("", "http://", "https://") for end in ("", "/")}


def _verdict(entries: tuple[Entry, ...], hint: str = "") -> Answer:
    if not entries:
        return Answer(NOT_FOUND, hint=hint)
    standing = any(entry.is_registered for entry in entries)
    return Answer(REGISTERED if standing else CLOSED, entries)


def _public(accounts: Iterable[MediaAccount], today: date) -> tuple[Entry, ...]:
    """Return the entries that may be told to anybody; those in the register come first."""
    editions: dict[int, Edition | None] = {}
    found = [_entry(one) for one in accounts if _is_public(one, editions, today)]
    return tuple(sorted(found, key=lambda entry: not entry.is_registered)[:MOST_SHOWN])


def _is_public(account: MediaAccount, editions: dict[int, Edition | None], today: date) -> bool:
    if account.platform.is_group or account.state not in (AccountState.FILED, *ENDED):
        return False
    if account.root_id not in editions:
        editions[account.root_id] = _edition(account.root, today)
    edition = editions[account.root_id]
    return edition is not None and not edition.keeps_inside(account.kind, account.account_class)


def _edition(root: Unit, today: date) -> Edition | None:
    try:
        return edition_for(root.regime, today).edition
    except NoEdition:
        return None


def _entry(account: MediaAccount) -> Entry:
    since = account.closed_on if account.has_ended else account.filed_on
    status = AccountState(account.state).label
    return Entry(account.name, account.platform.name, account.unit.name, status, since, account.state)
