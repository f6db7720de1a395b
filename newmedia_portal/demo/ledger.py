"""The demo's own ledger (演示台账): written by the portal's writer, read by the portal's importer."""

from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile

from accounts.ledger.actions import ALL_OR_NONE, import_ledger
from accounts.models import ImportBatch, Platform
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx
from newmedia_portal.regimes.editions import edition_for

from .cases import Stage, person

COLUMNS = (
    Column("单位名称", 26),
    Column("账号名称", 26),
    Column("平台类型"),
    Column("账号ID", 20),
    Column("开通时间", 14, Kind.DATE),
    Column("认证情况"),
    Column("管理员"),
    Column("联系电话"),
    Column("运行状态"),
    Column("备注", 30),
)
WORDS = ("发布", "在线", "服务", "微讲堂", "风采")


def import_demo_ledger(stage: Stage, at: datetime) -> ImportBatch:
    """Import a ledger of plainly artificial accounts for every unit of an organisation."""
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    book = BytesIO()
    sheet = Sheet("台账", COLUMNS, _rows(stage), title="示例账号台账(演示)")
    write_xlsx(book, [sheet], by=str(registrar), at=at)
    name = f"示例台账-{stage.regime}.xlsx"
    batch = ImportBatch.objects.create(
        unit=stage.unit.root or stage.unit,
        by=registrar,
        file_name=name,
        file=ContentFile(book.getvalue(), name=name),
        created_at=at,
    )
    book.seek(0)
    import_ledger(batch, book, mode=ALL_OR_NONE, by=person(registrar), at=at)
    return batch


def _rows(stage: Stage) -> list[list[object]]:
    edition = edition_for(stage.regime, stage.today).edition
    codes = [code for code in edition.platform_codes() if not code.endswith("_group") and code != "other"]
    names = dict(Platform.objects.filter(code__in=codes).values_list("code", "name"))
    top = stage.unit.root or stage.unit
    units = Unit.objects.below(top.path).filter(parent__isnull=False, is_authority=False).exclude(pk=stage.unit.pk)
    rows: list[list[object]] = []
    for number, unit in enumerate(units.exclude(kind__in=["observer", "superior"])):
        keeper = Post.objects.filter(unit=unit, role="operator").select_related("user").first()
        for turn, code in enumerate(codes[: 2 + number % 2]):
            rows.append(
                [
                    unit.name,
                    f"{unit.name}{WORDS[(number + turn) % len(WORDS)]}",
                    names[code],
                    f"shili_{stage.regime}_{number:02d}{turn}",
                    stage.today - timedelta(days=400 + 37 * number + 11 * turn),
                    "已认证" if turn == 0 else "未认证",
                    keeper.user.full_name if keeper else "",
                    keeper.user.office_phone if keeper else "",
                    "正常",
                    "演示数据",
                ]
            )
    return rows
