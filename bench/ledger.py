"""C10: importing a ledger, against reading it and copying the rows in."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from accounts.ledger.actions import GOOD_ROWS, import_ledger
from accounts.ledger.bulk import insert_rows
from accounts.models import ImportBatch, MediaAccount, NameRecord, Platform, TeamMember
from filings.management.scale.data import AT
from newmedia_portal.core.access.models import Unit

from .measure import Measured, compare

HEAD = ("单位名称", "账号名称", "平台类型", "账号ID", "链接地址", "开通时间", "认证情况", "管理员", "联系电话", "备注")
MARK = "ledger_"


def workbook(rows: int) -> Path:
    """Write a ledger of new accounts, spread over the units and platforms."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEAD)
    units = list(Unit.objects.exclude(parent=None).order_by("pk").values_list("name", flat=True))
    platforms = list(Platform.objects.filter(is_group=False).order_by("pk").values_list("name", flat=True))
    for n in range(rows):
        unit, platform = units[n * 7919 % len(units)], platforms[n // len(units) % len(platforms)]
        link, day = f"https://example.com/{n}", date(2020 + n % 6, 1 + n % 12, 1 + n % 28)
        phone = f"0000-{n % 10_000_000:07d}"
        sheet.append((unit, f"示例台账{n}", platform, f"{MARK}{n}", link, day, "是", f"李某{n % 90}", phone, "示例"))
    path = Path(tempfile.mkdtemp(prefix="portal-bench-")) / "ledger.xlsx"
    book.save(path)
    return path


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes, and sweep up after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (MediaAccount, TeamMember, NameRecord):
                cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


def brought_in() -> tuple[int, list[tuple[str, str, int, int]]]:
    """Return the accounts that came from the ledger and how many people."""
    fresh = MediaAccount.objects.filter(handle__startswith=MARK)
    rows = fresh.order_by("handle").values_list("handle", "name", "unit_id", "platform_id")
    return TeamMember.objects.filter(account__in=fresh.values("pk")).count(), list(rows)


class Ledger:
    """One workbook, imported both ways."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.content = workbook(rows).read_bytes()
        self.root = Unit.objects.get(code="SCALE-0")

    def by_portal(self) -> None:
        """The importer behind page and command: checks, history, people, names, audit."""
        batch = ImportBatch.objects.create(unit=self.root, file_name="ledger.xlsx", created_at=AT)
        import_ledger(batch, io.BytesIO(self.content), mode=GOOD_ROWS, by=None, at=AT)

    def by_hand(self) -> None:
        """Read with the same reader, look up units and platforms, and copy accounts and people into their tables."""
        rows = CalamineWorkbook.from_filelike(io.BytesIO(self.content)).get_sheet_by_index(0).to_python()[1:]
        units, platforms = (
            dict(Unit.objects.values_list("name", "pk")),
            dict(Platform.objects.values_list("name", "pk")),
        )
        columns = ("unit_id", "platform_id", "name", "handle", "link", "opened_on", "certified", "remark", "state")
        numbers = insert_rows(
            MediaAccount,
            columns,
            [
                (units[row[0]], platforms[row[2]], row[1], row[3], row[4], row[5], row[6] == "是", row[9], "listed")
                for row in rows
            ],
            constants={"root_id": self.root.pk, "is_legacy": True, "created_at": AT, "updated_at": AT},
        )
        people = [(number, "manager", row[7], row[8], AT.date()) for number, row in zip(numbers, rows, strict=True)]
        insert_rows(TeamMember, ("account_id", "role", "name", "office_phone", "since"), people)

    def against_copy(self, rounds: int) -> Measured:
        """C10: the import with everything it does against reader and COPY."""
        return compare(
            self.by_portal,
            self.by_hand,
            rounds=rounds,
            around=undone,
            look=brought_in,
            same=lambda mine, other: mine == other and len(mine[1]) == self.rows,
            id="C10",
            job=f"台账导入 {self.rows:,} 行 × {len(HEAD)} 列(核对、历史、人员、审计)",
            yardstick="同一读取器 + COPY",
            goal=3,
        )
