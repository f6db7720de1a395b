"""What the system finds in the filings of a page (系统核对), read at once: checks of the edition, and looks added."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newmedia_portal.regimes.vocabulary import CHECKS

from ..articles import article_of
from ..checks import Check, check_of, checks_of
from ..content import kind_of
from ..known import know
from ..models import Filing
from . import looks  # noqa: F401 - registers what is looked at in every filing
from .registry import registered_looks

#: Looked at in every filing that they can be asked of, where the edition does not ask for them by itself.
ALWAYS = ("roles_filled", "papers_present", "name_rules", "platform_approved", "dates_in_order")
WORST_FIRST = ("fail", "look", "ok")


@dataclass(frozen=True)
class Verdict:
    """All checks of one filing, the worst first."""

    checks: list[Check] = field(default_factory=list)

    @property
    def faults(self) -> list[Check]:
        """What is not in order."""
        return [check for check in self.checks if check.status == "fail"]

    @property
    def open(self) -> list[Check]:
        """What a person must look at."""
        return [check for check in self.checks if check.status == "look"]

    @property
    def clean(self) -> bool:
        """Whether every check came out in order."""
        return not self.faults and not self.open

    @property
    def says(self) -> str:
        """One line for a list: how many are at fault, how many to be looked at."""
        parts = [f"✘ {len(self.faults)} 项不符合"] if self.faults else []
        parts += [f"? {len(self.open)} 项要看"] if self.open else []
        return " ".join(parts) or "✔ 全部符合"

    @property
    def items(self) -> list[dict[str, object]]:
        """The lines as the component `checks` shows them."""
        signs = {"ok": True, "fail": False, "look": None}
        return [{"text": c.label, "ok": signs[c.status], "article": c.article, "note": c.detail} for c in self.checks]


def verdicts(filings: Sequence[Filing], *, at: datetime) -> dict[int, Verdict]:
    """Return the verdict on each filing; the number of queries does not grow with their number."""
    know(filings)
    found = {filing.pk: [*checks_of(filing), *_always(filing)] for filing in filings}
    for look in registered_looks():
        for pk, lines in look(filings, at=at).items():
            found[pk] += lines
    return {
        pk: Verdict(sorted(lines, key=lambda check: WORST_FIRST.index(check.status))) for pk, lines in found.items()
    }


def _always(filing: Filing) -> list[Check]:
    """Return the usual checks that the edition left out, as far as the kind of filing asks for what they look at."""
    kind = kind_of(filing)
    asked = {
        "roles_filled": kind.asks("team"),
        "papers_present": bool(kind.papers),
        "name_rules": kind.asks("name"),
        "platform_approved": kind.asks("platform"),
        "dates_in_order": kind.asks("approved_on") and kind.asks("announced_on"),
    }
    left = [code for code in ALWAYS if asked[code] and code not in kind.checks]
    return [check_of(code, filing, CHECKS[code], article_of(code, filing, kind)) for code in left]
