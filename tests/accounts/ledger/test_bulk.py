"""Rows written in bulk come back as they were given, whatever their texts hold and however many they are."""

from datetime import date

import pytest

from accounts.ledger.bulk import PART, insert_rows, update_rows
from accounts.models import ImportBatch, ImportRow, MediaAccount, TeamMember
from tests.world import NOON, World, platforms

pytestmark = pytest.mark.django_db
AWKWARD = ["甲\t乙", "甲\\t乙", "甲\n乙\r丙", "\\N", "\\.", '"双引号"', "'单引号'", "", "😀", "%s", "{}"]


@pytest.fixture
def account(world: World) -> MediaAccount:
    """Return an account for rows to hang on."""
    return MediaAccount.objects.create(
        unit=world.owner, root=world.root, platform=platforms()["weibo"], name="示例", created_at=NOON, updated_at=NOON
    )


def test_awkward_texts_come_back_unchanged(account: MediaAccount) -> None:
    rows = [(account.pk, "manager", text, text, NOON.date()) for text in AWKWARD]
    numbers = insert_rows(TeamMember, ("account_id", "role", "name", "office_phone", "since"), rows)
    found = TeamMember.objects.order_by("pk").values_list("pk", "name", "office_phone", "since", "until", "email")
    assert list(found) == [(pk, t, t, NOON.date(), None, "") for pk, t in zip(numbers, AWKWARD, strict=True)]


def test_awkward_texts_come_back_unchanged_from_json(world: World, account: MediaAccount) -> None:
    batch = ImportBatch.objects.create(unit=world.root, file_name="x.xlsx", created_at=NOON)
    after = [{text: text, "号": [1, None], "真": True, "层": {"内": text}} for text in AWKWARD]
    rows = [(account.pk, "台账", n, "created", {}, value) for n, value in enumerate(after)]
    columns = ("account_id", "sheet", "row", "action", "before", "after")
    insert_rows(ImportRow, columns, rows, constants={"batch_id": batch.pk})
    assert list(ImportRow.objects.order_by("pk").values_list("before", "after")) == [({}, value) for value in after]


def test_columns_of_mixed_and_missing_values_come_back_unchanged(world: World) -> None:
    days = [None, date(2020, 2, 29), date(1999, 12, 31)]
    ticks = [True, None, False]
    rows = [(world.owner.pk, f"示例{n}", days[n], ticks[n], {"日": days[n]}) for n in range(3)]
    rest = {"root_id": world.root.pk, "platform_id": platforms()["weibo"].pk, "created_at": NOON, "updated_at": NOON}
    numbers = insert_rows(MediaAccount, ("unit_id", "name", "opened_on", "certified", "extra"), rows, constants=rest)
    found = MediaAccount.objects.order_by("pk").values_list(
        "pk", "name", "opened_on", "certified", "extra", "updated_at"
    )
    assert list(found) == [
        (pk, f"示例{n}", days[n], ticks[n], {"日": days[n] and days[n].isoformat()}, NOON)
        for n, pk in enumerate(numbers)
    ]


def test_more_rows_than_one_part_keep_their_order_and_are_updated_by_number(account: MediaAccount) -> None:
    names = [f"李某{n}" for n in range(2 * PART + 1)]
    rows = [(account.pk, "manager", name, NOON.date()) for name in names]
    numbers = insert_rows(TeamMember, ("account_id", "role", "name", "since"), rows)
    update_rows(TeamMember, ("title",), [(number, name) for number, name in zip(numbers, names, strict=True)])
    found = TeamMember.objects.order_by("pk").values_list("pk", "name", "title")
    assert list(found) == [(number, name, name) for number, name in zip(numbers, names, strict=True)]


def test_no_rows_are_no_work() -> None:
    assert insert_rows(TeamMember, ("account_id",), []) == []
    assert update_rows(TeamMember, ("title",), []) is None


@pytest.mark.parametrize("step", [1, 2])
def test_accounts_are_chosen_by_their_ends_or_one_by_one_alike(world: World, step: int) -> None:
    shared = {"unit": world.owner, "root": world.root, "platform": platforms()["weibo"]}
    for name in range(6):
        MediaAccount.objects.create(name=f"示例{name}", created_at=NOON, updated_at=NOON, **shared)
    chosen = list(MediaAccount.objects.order_by("pk").values_list("pk", flat=True))[::step]
    assert sorted(MediaAccount.objects.numbered(chosen).values_list("pk", flat=True)) == chosen
    assert not MediaAccount.objects.numbered([]).exists()
