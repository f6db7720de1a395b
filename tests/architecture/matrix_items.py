"""Published items of the access matrix: at each place two items, a nil return and two batches of an account."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from assessments.actions.items import record
from assessments.actions.items.tell import Origin, tell
from assessments.models import ItemImport, ItemToken, PublishedItem
from assessments.states import ImportState, Source
from assessments.telling import Told
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workbook.sheets import Column, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx
from tests.world import NOON

STANDS_FOR: dict[str, dict[str, str]] = {
    "assessments:account": {"pk": "item_account"},
    "assessments:nil": {"pk": "item_account"},
    "assessments:nil-back": {"pk": "nil_return"},
    "assessments:followers": {"pk": "item_account"},
    "assessments:item": {"pk": "item"},
    "assessments:item-new": {"pk": "item_account"},
    "assessments:item-restore": {"pk": "item_withdrawn"},
    "assessments:import": {"pk": "item_import"},
    "assessments:import-undo": {"pk": "item_import_done"},
    "assessments:token-revoke": {"pk": "item_token"},
}
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "assessments:item-new": {"title": "示例新信息", "published_on": "2026-09-16"},
    "assessments:item-correct": {"title": "示例改题", "published_on": "2026-09-01", "reason": "标题有误"},
    "assessments:item-withdraw": {"on": "2026-09-10", "reason": "已从平台删除"},
    "assessments:item-restore": {"reason": "误操作"},
    "assessments:nil": {"first_on": "2026-07-01", "last_on": "2026-07-07", "confirmed": "on"},
    "assessments:nil-back": {"reason": "漏看一条"},
    "assessments:followers": {"as_of": "2026-09-10", "count": "100"},
    "assessments:import-mapping": {"column-0-A": "title", "column-0-B": "published"},
    "assessments:import-confirm": {"figures_on": "2026-09-10", "mode": "all_or_none"},
    "assessments:import-undo": {"reason": "选错账号"},
    "assessments:token-new": {"name": "示例系统", "unit": "示例gejiu文旅局", "expires_on": "2027-03-01"},
    "assessments:token-revoke": {"sure": "on"},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User) -> None:
    """Let the unit's writer enter items of an account, declare a nil return and upload two exports."""
    account = _account(unit, place)
    stage.put("item_account", place, account)
    for kind, title, on in (("item", "示例信息", 1), ("item_withdrawn", "示例撤下", 2)):
        told = Told(account, date(2026, 9, on), title)
        stage.put(kind, place, record.record_item(told, by=writer, at=NOON))
    record.withdraw_item(stage.objects["item_withdrawn"][place], on=date(2026, 9, 3), reason="误登", by=writer, at=NOON)
    nil = record.declare_nil(account, first_on=date(2026, 8, 1), last_on=date(2026, 8, 7), by=writer, at=NOON)
    stage.put("nil_return", place, nil)
    stage.put("item_import", place, _batch(account, writer, ImportState.CHECKED))
    done = _batch(account, writer, ImportState.DONE)
    tell([Told(account, date(2026, 9, 5), "示例导入")], Origin(Source.IMPORT, writer, NOON, batch=done))
    assert PublishedItem.objects.filter(batch=done).exists()
    stage.put("item_import_done", place, done)
    token = ItemToken.objects.create(
        unit=unit, root=unit.root or unit, name="示例系统", prefix="nmp_shili", digest=f"shili-{place}",
        expires_on=date(2027, 9, 1), made_by=writer, made_at=NOON,
    )  # fmt: skip
    stage.put("item_token", place, token)


def _account(unit: Unit, place: str) -> MediaAccount:
    account = MediaAccount(
        unit=unit,
        root=unit.root,
        platform=Platform.objects.get(code="weibo"),
        name=f"示例活跃号{place}",
        handle=f"shili_items_{place}",
        kind="personal",
        state=AccountState.FILED,
        created_at=NOON,
        updated_at=NOON,
    )
    account.save()
    return account


def _batch(account: MediaAccount, writer: User, status: str) -> ItemImport:
    book = BytesIO()
    sheet = Sheet("数据", [Column("标题"), Column("发布时间")], [["示例待导入", "2026-09-08"]])
    write_xlsx(book, [sheet], by="", at=NOON)
    file = ContentFile(book.getvalue(), name="示例导出.xlsx")
    columns = [
        {"key": "标题", "letter": "A", "field": "title"},
        {"key": "发布时间", "letter": "B", "field": "published"},
    ]
    return ItemImport.objects.create(
        unit=account.unit,
        root=account.root,
        account=account,
        file=file,
        marked=file,
        file_name="示例导出.xlsx",
        sha256="",
        status=status,
        counts={"read": 1, "good": 1},
        mapping={"figures_on": "2026-09-10", "tables": [{"sheet": "数据", "layout": "other", "columns": columns}]},
        by=writer,
        at=NOON,
    )
