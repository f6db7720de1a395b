"""Monthly partitions of the published items on PostgreSQL."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from assessments import partitions
from assessments.models import PublishedItem
from tests.assessments.items.making import account, row
from tests.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def partition_of(item):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM assessments_publisheditem WHERE id = %s", [item.pk])
        return cursor.fetchone()[0]


def test_an_item_lies_in_the_default_partition_until_its_month_has_one_and_moves_there():
    one = account(build().owner)
    september, august = row(one, date(2026, 9, 30), "甲"), row(one, date(2026, 8, 31), "乙")

    made = partitions.make([date(2026, 9, 1), date(2026, 10, 1)])

    assert made == ["assessments_publisheditem_2026_09", "assessments_publisheditem_2026_10"]
    assert partition_of(september) == "assessments_publisheditem_2026_09"
    assert partition_of(august) == "assessments_publisheditem_default"
    assert partition_of(row(one, date(2026, 10, 1), "丙")) == "assessments_publisheditem_2026_10"
    assert partitions.make([date(2026, 9, 1)]) == []
    assert PublishedItem.objects.count() == 3


def test_an_item_stands_once_for_its_account_day_and_key_in_every_partition():
    one = account(build().owner)
    partitions.make([date(2026, 9, 1)])
    for day in (date(2026, 9, 1), date(2026, 1, 1)):
        row(one, day)
        with pytest.raises(IntegrityError), transaction.atomic():
            row(one, day)

    assert PublishedItem.objects.count() == 2


def test_this_month_the_three_to_come_and_full_ones_of_the_past_get_a_partition():
    one = account(build().owner)
    PublishedItem.objects.bulk_create(
        PublishedItem(
            account=one, published_on=date(2024, 2, 29), title="示例", key=str(n), push="1", source="form",
            at="2026-09-18T04:00Z",
        )
        for n in range(partitions.OWN_PARTITION)
    )  # fmt: skip
    row(one, date(2024, 3, 1))

    assert partitions.wanted(date(2026, 11, 22)) == [
        date(2024, 2, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip


def test_a_month_is_read_from_its_partition_alone():
    partitions.make([date(2026, 9, 1), date(2026, 10, 1)])
    rows = PublishedItem.objects.between(date(2026, 9, 1), date(2026, 9, 30))

    plan = rows.order_by().explain()

    assert "assessments_publisheditem_2026_09" in plan
    assert "2026_10" not in plan


@pytest.mark.django_db(transaction=True)
def test_the_partitions_can_be_joined_and_parted_again_with_all_items(migrated_back):
    assert migrated_back == (["甲", "乙"], ["甲", "乙"])


@pytest.fixture
def migrated_back(transactional_db):
    from django.db.migrations.executor import MigrationExecutor

    one = account(build().owner)
    partitions.make([date(2026, 9, 1)])
    row(one, date(2026, 9, 30), "甲"), row(one, date(2026, 8, 31), "乙")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("assessments")
    seen = []
    for targets in ([("assessments", "0002_item_changes")], leaves):
        MigrationExecutor(connection).migrate(targets)
        with connection.cursor() as cursor:
            cursor.execute("SELECT title FROM assessments_publisheditem ORDER BY id")
            seen.append([title for (title,) in cursor.fetchall()])
    row(one, date(2026, 9, 29), "丙")
    return tuple(seen)
