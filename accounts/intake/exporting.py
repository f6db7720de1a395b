"""People as a workbook (导出人员): the template, the export that the import reads again, the sheet of passwords."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import Prefetch

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.workbook import Column, Sheet, write_xlsx

from .columns import FIELDS, SHEET, sheet_columns
from .passwords import Issued
from .sight import word_for

ROOM = 2_000
MOST_CHOICES = 5_000
CHUNK = 1_000
NOTES = (
    "一行填一个人的一个岗位。一人几个岗位的填几行，登录名相同，姓名等资料只填一行即可。",
    "登录名必填，3 至 40 位字母、数字、点、横线或下划线。系统按登录名认人；已登记手机号的，也可以只填手机号。",
    "新增人员须填姓名。手机号加密保存；导出的号码是遮盖的，照原样导回表示不变。",
    "单位填单位代码、单位全称，或从下拉列表选择。岗位从下拉列表选择。两者都不填，只登记人员资料。",
    "日期写到日，如 2026-05-06。任职日期不晚于今天；制度要求先培训后上岗的，须填培训日期。",
    "办理离任：保留原来的一行，填离任日期。名下还有事项的，请在人员页面办理，以便选定接手人。",
    "留空的单元格不改动已登记的内容。表中没有的人员不受影响。",
    "不要填写密码，也不要填写系统管理员、安全管理员、审计管理员：密码由系统生成，三员由安全管理员单独设定。",
    "不要用公式。改正后可以反复上传：没有变化的内容不会重复登记。",
)


def write_template(target: BinaryIO, *, by: User, at: datetime) -> None:
    """Write an empty workbook with the units and roles to choose from, and a sheet that explains it."""
    units = Unit.objects.visible_to(by).running().order_by("path")[:MOST_CHOICES]
    choices = {"unit": tuple(word_for(unit) for unit in units), "role": tuple(Role.labels)}
    sheet = Sheet(SHEET, sheet_columns(choices), [], frozen_columns=2, filtered=False, room=ROOM)
    write_xlsx(target, [sheet, _notes()], by=str(by), at=at)


def write_people(target: BinaryIO, *, by: Any, at: datetime) -> int:
    """Write everybody but the three administrators, with the posts held now; returns the number of rows.

    Mobile numbers are masked. Importing the file again changes nothing.
    """
    sheet = Sheet(SHEET, sheet_columns(), _rows(), frozen_columns=2)
    return write_xlsx(target, [sheet, _notes()], by=str(by), at=at) - len(NOTES)


def write_passwords(target: BinaryIO, lines: Sequence[Issued], *, by: str, at: datetime) -> None:
    """Write first passwords to be handed over."""
    columns = [Column("姓名", 14), Column("登录名", 20), Column("单位与岗位", 48), Column("初始密码", 26)]
    rows = ([line.person.full_name, line.person.username, line.posts, line.password] for line in lines)
    title = "初始密码：当面或密封交给本人，首次登录须修改；交付后请销毁本文件"
    write_xlsx(target, [Sheet("初始密码", columns, rows, title=title)], by=by, at=at)


def _notes() -> Sheet:
    return Sheet("填表说明", [Column("填表说明", 110)], [[line] for line in NOTES], filtered=False)


def _rows() -> Iterator[list[Any]]:
    open_posts = Post.objects.filter(until__isnull=True).select_related("unit").order_by("unit__path", "role", "pk")
    people = User.objects.filter(instance_role="").order_by("full_name", "pk")
    people = people.prefetch_related(Prefetch("posts", open_posts, to_attr="shown_posts"))
    for person in people.iterator(chunk_size=CHUNK):
        values = {
            "username": person.username,
            "full_name": person.full_name,
            "phone": person.phone_masked,
            "office_phone": person.office_phone,
            "email": person.email,
        }
        posts: list[Post] = person.shown_posts  # type: ignore[attr-defined]
        held = [{**vars(post), "unit": word_for(post.unit), "role": Role(post.role).label} for post in posts]
        for more in held or [{}]:
            line = values | more
            yield [line.get(field.code) or None for field in FIELDS]
