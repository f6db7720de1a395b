"""What an edition says about activity (制度中的频次与静默规定), in the shape the watch needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from newmedia_portal.regimes.schema import Edition


@dataclass(frozen=True)
class QuotaRule:
    """How much must be published: items (条) or pushes (次) a week or month, at least so many or such a share."""

    metric: str
    period: str
    minimum: int | None
    ratio_percent: int | None
    in_principle: bool
    classes: tuple[str, ...]
    skip_ends: bool
    min_workdays: int | None
    article: str

    def binds(self, account_class: str) -> bool:
        """Whether it holds for accounts of this class (政务 only, in one regime)."""
        return not self.classes or account_class in self.classes


@dataclass(frozen=True)
class Rules:
    """Quotas and the numbers of the silence watch, in days; a level whose number is missing does not exist."""

    name: str
    quotas: tuple[QuotaRule, ...]
    silent_days: int | None
    warn_days: int | None
    zombie_days: int | None
    stale_days: int | None
    unmanned_days: int | None
    articles: Mapping[str, str]

    @property
    def near_days(self) -> int | None:
        """Days without a post from which the warning before 静默 holds."""
        if self.silent_days is None or self.warn_days is None:
            return None
        return max(1, self.silent_days - self.warn_days)


def rules_of(edition: Edition) -> Rules:
    """Return the rules of an edition; only weekly and monthly quotas of items or pushes can be watched."""
    rungs = {item.code: item for item in edition.silence}
    reminder, silent, zombie, shell = (rungs.get(code) for code in ("reminder", "silent", "zombie", "shell"))
    return Rules(
        name=f"{edition.code}/{edition.version}",
        quotas=tuple(
            QuotaRule(
                item.metric, item.period, item.minimum, item.ratio_percent, item.in_principle, tuple(item.classes),
                item.skip_first_and_last, item.min_workdays, item.article,
            )
            for item in edition.quotas
            if item.metric in ("items", "pushes") and item.period in ("week", "month")
        ),
        silent_days=silent.days if silent else None,
        warn_days=silent.warn_days_before if silent else None,
        zombie_days=zombie.days if zombie else None,
        stale_days=reminder.stale_days if reminder else None,
        unmanned_days=shell.unmanned_days if shell else None,
        articles={code: item.article for code, item in rungs.items()},
    )  # fmt: skip
