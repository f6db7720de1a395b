"""The pre-check of one post (稿件预检): its texts and facts handed to the engine, hits handed back with stable keys."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.timezone import localdate

from .content import edition_of
from .lexicons import lexicon_for
from .models import Post
from .precheck.engine import check
from .precheck.facts import Facts
from .precheck.hits import Grade, Hit
from .richtext import plain_text

#: What a post of an account with a licence may say of current affairs (S2-09.3).
GOVERNMENT = "gov"


@dataclass(frozen=True)
class Checked:
    """The hits of one run of the pre-check and the lexicon that it used."""

    hits: tuple[Hit, ...]
    lexicon_ref: str

    def by_key(self) -> dict[str, Hit]:
        """Return the hits by a key that stays with rule, category and wording, so that an explanation follows it."""
        found: dict[str, Hit] = {}
        for hit in self.hits:
            found.setdefault(key_of(hit), hit)
        return found

    def as_data(self) -> list[dict[str, Any]]:
        """Return the hits as they are stored with a version."""
        return [{**asdict(hit), "grade": str(hit.grade), "key": key_of(hit)} for hit in self.hits]

    @property
    def open_count(self) -> int:
        """How many hits ask for a correction or a word of the author."""
        return sum(hit.grade != Grade.HINT for hit in self.by_key().values())


def key_of(hit: Hit) -> str:
    """Name a hit by what was found, not by where."""
    spelt = "\x1f".join((hit.rule, hit.category, hit.field, hit.found))
    return hashlib.sha256(spelt.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def precheck(post: Post) -> Checked:
    """Check the working draft of a post; it never approves anything by itself."""
    lexicon = lexicon_for(post.root)
    draft = {"title": post.title, "summary": post.summary, "body": plain_text(post.body)}
    hits = check(draft, edition=edition_of(post), lexicon=lexicon, facts=facts_of(post))
    return Checked(tuple(hits), f"{lexicon.label}#{lexicon.digest[:12]}")


def facts_of(post: Post) -> Facts:
    """Return what the post says beside its text."""
    accounts = list(post.accounts.all())
    source = post.source
    hosts = (urlsplit(account.link).hostname or "" for account in accounts if "//" in account.link)
    return Facts(
        is_original=source.get("is_original"),
        source_name=str(source.get("source_name", "")),
        source_url=str(source.get("source_url", "")),
        author=str(source.get("author", "")),
        original_title=str(source.get("original_title", "")),
        editor_name=str(source.get("editor_name", "")),
        reprint_mark=bool(source.get("reprint_mark")),
        links=tuple(str(link) for link in post.links),
        licensed=all(account.account_class in ("", GOVERNMENT) or bool(account.licence_no) for account in accounts),
        flags=frozenset(post.topics),
        own_domains=tuple(sorted({host for host in hosts if host})),
        written_on=localdate(post.saved_at),
    )
