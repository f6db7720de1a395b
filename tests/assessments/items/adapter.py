"""An adapter as a site may write one: it tells of weibo accounts what the test put down."""

from datetime import date

from assessments.adapters import Fetched
from tests.assessments.items.making import told

ANSWERS: dict[str, object] = {}
ASKED: list[tuple[str, date, date]] = []


class Sample:
    """Knows the accounts on weibo."""

    code, label = "sample", "示例采集"

    def accounts(self, rows):
        """Return the accounts on weibo."""
        return rows.filter(platform__code="weibo")

    def fetch(self, account, *, since, until):
        """Return one item, or fail where the test says so."""
        ASKED.append((account.name, since, until))
        if "error" in ANSWERS:
            raise ConnectionError("示例:来源暂不可用")
        return Fetched(
            [told(account, "示例采集", "2026-09-17", reads=8)], complete=True, followers=30, followers_on=until
        )
