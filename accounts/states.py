"""States of an account in the register (账号状态): value, label, colour and groups in one place."""

from django.db import models


class AccountState(models.TextChoices):
    """Where an account stands towards the filing authority."""

    UNFILED = "unfiled", "未备案"
    LISTED = "listed", "在册待补"
    FILED = "filed", "已备案"
    CLOSED = "closed", "已注销"
    MERGED = "merged", "已整合"


COLOURS = {
    AccountState.UNFILED: "red",
    AccountState.LISTED: "amber",
    AccountState.FILED: "green",
    AccountState.CLOSED: "grey",
    AccountState.MERGED: "grey",
}
RUNNING = (AccountState.UNFILED, AccountState.LISTED, AccountState.FILED)
ENDED = (AccountState.CLOSED, AccountState.MERGED)


class NationalState(models.TextChoices):
    """Where the account stands in the national reporting system (全国报送系统)."""

    UNKNOWN = "", "未登记"
    PENDING = "pending", "待报送"
    FILED = "filed", "已报送"
    CANCELLED = "cancelled", "已注销"


class Precision(models.TextChoices):
    """How exactly a date is known from an old ledger."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
