"""An imported ledger is found at once, and gone again when the import is taken back."""

import io

import pytest
from django.core.files.base import ContentFile

from accounts.ledger.actions import GOOD_ROWS, import_ledger
from accounts.ledger.undo import undo
from accounts.models import ImportBatch, MediaAccount
from newmedia_portal.core.search.finding import search
from newmedia_portal.core.search.models import SearchEntry, SearchMark
from newmedia_portal.core.search.query import query_of
from newmedia_portal.core.search.upkeep import AT_ONCE, catch_up
from newmedia_portal.core.workbook import Column, Sheet, write_xlsx
from tests.accounts.ledger.books import HEAD, plain_row
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
AT = NOON.replace(month=11, day=22)


def imported(world: World, rows: int) -> ImportBatch:
    target = io.BytesIO()
    lines = (plain_row(n, 单位名称=f"示例单位{n // 5:05d}") for n in range(1, rows + 1))
    write_xlsx(target, [Sheet("台账", [Column(title) for title in HEAD], lines)], by="张某一", at=AT)
    batch = ImportBatch(unit=world.root, file_name="台账.xlsx", created_at=AT)
    batch.file.save("ledger.xlsx", ContentFile(target.getvalue()), save=True)
    import_ledger(batch, io.BytesIO(target.getvalue()), mode=GOOD_ROWS, by=world.cast["registrar"], at=AT)
    return batch


@pytest.mark.parametrize("rows", [30, 1_000])
def test_rows_of_a_ledger_are_found_at_once_and_gone_after_undoing(world: World, rows: int) -> None:
    registrar = world.person("registrar")

    def found(typed: str) -> list[str]:
        owners = [pk for one in search(registrar, query_of(typed), only="account") for pk in one.owners]
        return sorted(MediaAccount.objects.filter(pk__in=owners).values_list("name", flat=True))

    catch_up()
    batch = imported(world, rows)
    waiting = SearchMark.objects.count()
    assert (waiting > AT_ONCE) is (rows > 30)

    for _ in ("as imported", "after the job"):
        assert found("发布00017") == ["示例发布00017"]
        assert found("shili_00021") == ["示例发布00021"]
        assert found("https://example.com/9") == ["示例发布00009"]
        assert len(found("王某三")) == min(rows, 500)
        catch_up()
    assert SearchEntry.objects.filter(source="account").count() == MediaAccount.objects.count() == rows
    undo(batch, by=registrar, at=AT, reason="导错了")
    assert found("发布00017") == []
    catch_up()
    assert not SearchEntry.objects.filter(kind="account").exists()
