"""The steps that a case has to go (办理步骤): those of the edition with their article, else a rule of the product.

S3-20 says 立即 and names no time: hours and minutes since the report are shown for each step, and none is called late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newmedia_portal.regimes.schema import Edition

from ..incidents.statistics import minutes_text
from ..models import ImpostorCase, ImpostorContact, ImpostorLetter
from ..states import Partner

#: Where the regulation says nothing of impostors: verify, and ask the platform to act.
UNSTATED = (("verify", "核实是否假冒"), ("letter", "致函平台运营方"))
UNSTATED_PARTNERS = ((Partner.CYBERSPACE, "网信部门"), (Partner.POLICE, "公安机关"))
SILENT = "适用制度没有规定假冒账号的处置。下列步骤是产品的一般做法,不是条文要求。"


@dataclass(frozen=True)
class Step:
    """One step: what it is, whether and when it was done, how long after the report."""

    code: str
    label: str
    article: str
    done_at: datetime | None
    elapsed: str
    note: str = ""

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return self.done_at is not None


def partners_of(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return who is to be brought in, code and name; the platform itself gets a letter."""
    rule = edition.impostors
    if rule is None:
        return tuple((code.value, name) for code, name in UNSTATED_PARTNERS)
    pairs = zip(rule.partner_codes, rule.partners, strict=True)
    return tuple((code, name) for code, name in pairs if code != "platform")


def steps_of(case: ImpostorCase, contacts: Sequence[ImpostorContact], letters: Sequence[ImpostorLetter]) -> list[Step]:
    """Return the steps of a case in the edition's order."""
    edition = case.edition.edition
    rule = edition.impostors
    pairs = tuple(zip(rule.step_codes, rule.steps, strict=True)) if rule else UNSTATED
    article = rule.article if rule else ""
    return [_step(code, label, article, case, contacts, letters) for code, label in pairs]


def _step(
    code: str, label: str, article: str, case: ImpostorCase,
    contacts: Sequence[ImpostorContact], letters: Sequence[ImpostorLetter],
) -> Step:  # fmt: skip
    done_at, note = None, ""
    if code == "verify":
        done_at = case.verified_at
    elif code == "involve":
        done_at, note = _involved(case, contacts)
    elif code == "letter":
        sent = [letter.sent_at for letter in letters if letter.sent_at]
        done_at = min(sent) if sent else None
        note = f"共发函 {len(sent)} 次" if len(sent) > 1 else ""
    elif code == "report":
        done_at, note = case.filed_at, case.filed_no
    return Step(code, label, article, done_at, elapsed(case, done_at), note)


def elapsed(case: ImpostorCase, moment: datetime | None) -> str:
    """Return the time from the report to a moment in words; nothing for none, 0 minutes within the same one."""
    if moment is None:
        return ""
    return minutes_text(max(0, int((moment - case.reported_at).total_seconds() // 60)))


def _involved(case: ImpostorCase, contacts: Sequence[ImpostorContact]) -> tuple[datetime | None, str]:
    """Return when the last of the partners was brought in, or who is missing."""
    first: dict[str, datetime] = {}
    for contact in contacts:
        first.setdefault(contact.partner, contact.moment)
    wanted = partners_of(case.edition.edition)
    missing = [name for code, name in wanted if code not in first]
    if missing:
        return None, f"还没有商请{'、'.join(missing)}"
    return max(first[code] for code, _ in wanted), ""
