"""The columns of the workbook of people (人员名册): what they are called, and what else they may be called."""

from dataclasses import dataclass

from newmedia_portal.core.workbook import Column, Kind
from newmedia_portal.core.workbook.typed import key_of

SHEET = "人员"
POST_FIELDS = ("unit", "role", "since")
"""Where one of these columns stands, the others must stand too."""
POST_COLUMNS = ("unit", "role", "title", "since", "trained_on", "until")
PASSWORD, THREE = "password", "three"


@dataclass(frozen=True)
class Field:
    """A column: code, title, other headings, longest text in signs, width and kind of its cells."""

    code: str
    title: str
    synonyms: tuple[str, ...] = ()
    limit: int = 60
    width: float = 14
    kind: Kind = Kind.TEXT


FIELDS = (
    Field("username", "登录名", ("用户名", "登录账号", "账户名"), 40, 18),
    Field("full_name", "姓名", ("人员姓名", "名字"), 40, 12),
    Field("phone", "手机号", ("手机", "手机号码", "移动电话"), 20, 16),
    Field("office_phone", "办公电话", ("办公室电话", "座机"), 30, 16),
    Field("email", "电子邮箱", ("邮箱", "电子邮件", "工作邮箱"), 254, 24),
    Field("unit", "单位", ("单位名称", "单位代码", "所在单位", "任职单位"), 170, 34),
    Field("role", "岗位", ("角色", "岗位角色"), 20, 16),
    Field("title", "职务", ("职务名称",), 60, 16),
    Field("since", "任职日期", ("任职时间", "到任日期", "起始日期"), 40, 13, Kind.DATE),
    Field("trained_on", "培训日期", ("培训时间", "岗前培训日期"), 40, 13, Kind.DATE),
    Field("until", "离任日期", ("离任时间", "离职日期", "截止日期"), 40, 13, Kind.DATE),
)
BY_CODE = {field.code: field for field in FIELDS}
TITLES = {field.code: field.title for field in FIELDS} | {PASSWORD: "密码", THREE: "三员角色"}
FACTS = ("full_name", "phone", "office_phone", "email")
DAYS = ("since", "trained_on", "until")

_MEANINGS = {key_of(word): field.code for field in FIELDS for word in (field.title, *field.synonyms)}
_MEANINGS |= dict.fromkeys(map(key_of, ("密码", "口令", "初始密码", "登录密码", "登录口令")), PASSWORD)
_MEANINGS |= dict.fromkeys(map(key_of, ("三员角色", "三员", "管理员角色")), THREE)


def meaning_of(heading: str) -> str | None:
    """Return the field that a heading means; a star for what must be filled in is no part of it."""
    return _MEANINGS.get(key_of(heading.strip(" *＊")))


def sheet_columns(choices: dict[str, tuple[str, ...]] | None = None) -> list[Column]:
    """Return the columns as a sheet has them; `choices` are the words to choose from, by field."""
    known = choices or {}
    return [Column(field.title, field.width, field.kind, known.get(field.code, ())) for field in FIELDS]
