"""Two writers of one account at the same moment: the second waits, one item remains and the sums are right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from assessments.actions.items.tell import tell
from assessments.models import ItemChange, MonthTally, PublishedItem
from tests.assessments.items.making import account, source, told
from tests.world import build

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WRITERS = 6


def test_writers_of_one_account_wait_for_each_other():
    one = account(build().owner)
    start = Barrier(WRITERS)

    def write(number):
        start.wait()
        try:
            same = told(one, "同一条", "2026-09-01", link="https://weibo.com/1/Abc", reads=7)
            return tell([same, told(one, f"另一条{number}", "2026-09-02")], source()).verdicts
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(WRITERS) as pool:
        verdicts = list(pool.map(write, range(WRITERS)))

    assert sorted(first for first, _ in verdicts) == ["created", *["unchanged"] * (WRITERS - 1)]
    assert PublishedItem.objects.count() == MonthTally.objects.get().items == WRITERS + 1
    assert not ItemChange.objects.exists()
