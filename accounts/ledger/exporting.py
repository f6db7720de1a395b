"""The ledger as a workbook (导出台账), in the columns the import reads: importing it again changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db.models import QuerySet

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import mask_phone, unseal
from newmedia_portal.core.workbook import Column, Kind, Sheet, write_xlsx
from newmedia_portal.core.workbook.dates import WrittenDate

from ..models import MediaAccount, Platform, TeamMember
from .fields import FIELDS, TITLES
from .snapshot import ROLE_OF, in_parts

SHEET = "台账"
CHUNK = 2_000
TEMPLATE_ROOM = 500
DATE_FIELDS = ("opened_on", "closed_on", "last_update")
STATUSES = ("正常", "停止更新", "拟注销", "已注销")
CERTIFIED = {True: "已认证", False: "未认证", None: None}
_VALUES = (
    "id",
    "unit__name",
    "name",
    "platform__name",
    "handle",
    "link",
    "opened_on",
    "opened_precision",
    "certified",
    "last_post_on",
    "run_status",
    "closed_on",
    "certificate_no",
    "remark",
    "extra",
)


def ledger_columns(extra: Sequence[str] = (), *, choices: dict[str, tuple[str, ...]] | None = None) -> list[Column]:
    """Return the columns of the ledger: running number, the fields, then the office's own columns."""
    fields = [
        Column(
            field.title,
            field.width,
            Kind.DATE if field.code in DATE_FIELDS else Kind.TEXT,
            (choices or {}).get(field.code, ()),
        )
        for field in FIELDS
    ]
    return [Column("序号", 6, Kind.NUMBER), *fields, *(Column(title, 16) for title in extra)]


def write_ledger(
    target: BinaryIO, accounts: QuerySet[MediaAccount], *, by: str, at: datetime, phones: bool = True
) -> int:
    """Write accounts as a ledger and return their number; without `phones` the numbers are masked."""
    extra = _extra_titles(accounts)
    sheet = Sheet(SHEET, ledger_columns(extra), _rows(accounts, extra, phones=phones), frozen_columns=3)
    return write_xlsx(target, [sheet], by=by, at=at)


def write_template(target: BinaryIO, *, by: str, at: datetime) -> None:
    """Write an empty ledger with the words to choose from, and a sheet that explains it."""
    platforms = tuple(Platform.objects.filter(in_use=True).values_list("name", flat=True))
    choices = {"platform": platforms, "certified": ("已认证", "未认证"), "run_status": STATUSES}
    columns = [c for c in ledger_columns(choices=choices) if c.title != TITLES["certificate_no"]]
    sheet = Sheet(SHEET, columns, [], frozen_columns=3, filtered=False, room=TEMPLATE_ROOM)
    lines = [
        ["一行填一个账号。单位名称、账号名称、平台类型必填,其余没有可留空。"],
        ["日期可写 2020-05-06、2020年5月、2020年;只知道年份的填年份。"],
        ["链接须以 http:// 或 https:// 开头。不要用公式,不要合并数据行的单元格。"],
        ["可以增加自己的列,导入后原样保留。已有的台账不必重抄,直接上传即可。"],
    ]
    notes = Sheet("填表说明", [Column("填表说明", 100)], lines, filtered=False)
    write_xlsx(target, [sheet, notes], by=by, at=at)


def ledger_of(unit: Unit) -> QuerySet[MediaAccount]:
    """Return the accounts of a unit and the units below it, in the order of the ledger."""
    return MediaAccount.objects.filter(unit__path__gte=unit.path, unit__path__lt=f"{unit.path[:-1]}0")


def _extra_titles(accounts: QuerySet[MediaAccount]) -> list[str]:
    """Return the headings of the office's own columns, in order of first appearance."""
    titles: dict[str, None] = {}
    for extra in accounts.exclude(extra={}).order_by("pk").values_list("extra", flat=True).iterator(chunk_size=CHUNK):
        titles.update(dict.fromkeys(extra))
    titles.pop(TITLES["certificate_no"], None)
    return list(titles)


def _rows(accounts: QuerySet[MediaAccount], extra: Sequence[str], *, phones: bool) -> Iterator[list[Any]]:
    ordered = accounts.order_by("unit__path", "platform__position", "pk").values_list(*_VALUES)
    number = 0
    for part in in_parts(ordered.iterator(chunk_size=CHUNK), CHUNK):
        people = _people([line[0] for line in part], phones=phones)
        for line in part:
            number += 1
            values = dict(zip(_VALUES, line, strict=True))
            yield [number, *_cells(values, people[values["id"]]), *(values["extra"].get(title) for title in extra)]


def _cells(values: dict[str, Any], people: dict[str, str]) -> Iterator[Any]:
    """Yield the cells of one account in the order of the fields."""
    opened: date | None = values["opened_on"]
    shown = {
        "unit": values["unit__name"],
        "platform": values["platform__name"],
        "platform_id": values["handle"],
        "opened_on": _written(opened, values["opened_precision"]),
        "certified": CERTIFIED[values["certified"]],
        "last_update": values["last_post_on"],
        "certificate_no": values["certificate_no"] or values["extra"].get(TITLES["certificate_no"]),
        **people,
    }
    for field in FIELDS:
        value = shown[field.code] if field.code in shown else values.get(field.code)
        yield value if value != "" else None


def _written(day: date | None, precision: str) -> date | str | None:
    """Return a whole day as a date, a month or a year as text."""
    return day if day is None or precision == "day" else str(WrittenDate(day, precision))


def _people(accounts: Iterable[int], *, phones: bool) -> dict[int, dict[str, str]]:
    """Return leaders, managers and the phone of each account."""
    fields = {role: code for code, role in ROLE_OF.items()}
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    numbers: dict[int, dict[str, str]] = defaultdict(dict)
    members = TeamMember.objects.filter(until__isnull=True, role__in=fields, account__in=list(accounts)).order_by("pk")
    for account, role, name, office, mobile in members.values_list(
        "account_id", "role", "name", "office_phone", "mobile_sealed"
    ):
        first = not names[account][role]
        names[account][role].append(name)
        if first:
            numbers[account][role] = unseal(mobile) if mobile else office
    found: dict[int, dict[str, str]] = defaultdict(lambda: {"leader": "", "deputy": "", "manager": "", "phone": ""})
    for account, roles in names.items():
        line = found[account]
        line.update({fields[role]: "、".join(people) for role, people in roles.items()})
        holder = next((role for role in ("manager", "deputy", "chief") if role in roles), "manager")
        phone = numbers[account].get(holder, "")
        line["phone"] = phone if phones else mask_phone(phone)
    return found
