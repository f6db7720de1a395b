"""Every write of the annual check (年度检查): opened, reported, judged, reopened."""

from .open import begin_report, open_campaign, reopen

__all__ = ["begin_report", "open_campaign", "reopen"]
