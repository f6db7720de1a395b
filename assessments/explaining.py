"""How the level of an account was counted (怎么算的): the days of silence, and each week or month with its reason."""

from dataclasses import dataclass
from datetime import date

from accounts.models import MediaAccount
from newmedia_portal.core.workdays import working_days

from .looking.facts import RuleBook, histories, subject_of
from .models import AccountActivity
from .states import Level
from .watch import Outcome, Rules, Verdict, evaluate
from .watch.sentences import STATUS_WORDS, outcome_words, period_words, sentence
from .watch.silence import Silence


@dataclass(frozen=True)
class PeriodRow:
    """A week or month for the page."""

    when: str
    ends_on: date
    words: str
    status: str
    article: str


@dataclass(frozen=True)
class How:
    """How the standing of an account is counted today."""

    level: Level
    sentence: str
    silence: Silence | None
    rules: Rules
    periods: list[PeriodRow]
    next_look: date | None


def explained(account: MediaAccount, row: AccountActivity | None, today: date) -> How | None:
    """Count an account's standing as of today, without writing; None where no edition binds it."""
    found = RuleBook(today).of(account.root.regime)
    if found is None:
        return None
    row = row or AccountActivity(account=account, unit_id=account.unit_id, root_id=account.root_id)
    known = histories([row], today)[account.pk]
    verdict = evaluate(subject_of(account), known, found[1], working_days.current(), today)
    return How(verdict.level, sentence(verdict.evidence), verdict.silence, found[1], _rows(verdict), verdict.check_on)


def _rows(verdict: Verdict) -> list[PeriodRow]:
    return [_row(one) for one in verdict.periods]


def _row(one: Outcome) -> PeriodRow:
    when = period_words(one.start, one.rule.period)
    return PeriodRow(when, one.end, outcome_words(one), STATUS_WORDS[one.status], one.rule.article)
