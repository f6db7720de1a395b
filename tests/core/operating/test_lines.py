"""Log lines: one each, with the id of the request, nothing forged, nothing secret, nobody's data."""

import io
import json
import logging
import sys

import pytest

from newmedia_portal.core.operating import logs
from newmedia_portal.core.operating.tracing import Trace, tracing

pytestmark = pytest.mark.once
ID = "0123456789abcdef0123456789abcdef"


def line(form: type[logging.Formatter], message: str, *values: object, **more: object) -> str:
    """Return what a formatter makes of a message."""
    record = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, message, values, more.pop("exc", None))  # type: ignore[arg-type]
    record.portal = more
    return form().format(record)


def test_a_line_in_the_machine_room_is_one_object_with_time_and_zone_level_logger_and_request():
    with tracing(Trace(ID, route="filings:list")):
        told = json.loads(line(logs.JsonLines, "请求 %s", "完成", status=200, ms=12))

    assert told.pop("time")[-6] in "+-"
    assert told == {
        "level": "WARNING",
        "logger": "portal.test",
        "message": "请求 完成",
        "request": ID,
        "route": "filings:list",
        "status": 200,
        "ms": 12,
    }


FORGED = "甲\r\n2026-11-22 10:00:00 INFO portal: 登录成功\x1b[2J\u2028乙\x00\ud800"


@pytest.mark.parametrize("form", [logs.JsonLines, logs.PlainLines])
def test_line_ends_and_control_characters_cannot_forge_a_line(form):
    made = line(form, "文件 %s 已上传", FORGED)

    assert len(made.splitlines()) == 1
    assert not [sign for sign in made if not sign.isprintable()]
    assert "登录成功" in made


def test_the_trace_of_an_exception_stays_indented_in_lines_for_people():
    try:
        raise ValueError("甲\n2026-11-22 10:00:00 INFO portal: 登录成功")
    except ValueError:
        made = line(logs.PlainLines, "出错", exc=sys.exc_info())

    assert [one for one in made.splitlines()[1:] if not one.startswith("    | ")] == []


SECRETS = [
    ("postgres://portal:Geheim9@db:5432/portal", "Geheim9"),
    ("Authorization: Bearer abcDEF123456", "abcDEF123456"),
    ("password=Anna-2026-portal", "Anna-2026-portal"),
    ("{'new_password1': 'Anna-2026-portal'}", "Anna-2026-portal"),
    ("SECRET_KEY=f8Jw0cf8Jw0c", "f8Jw0c"),
    ("手机 13900001234 已登记", "13900001234"),
    ("电话 +86 139-0000-1234", "0000-1234"),
    ("号码 110101199001011234 重复", "110101199001011234"),
    ("收件人 someone@example.cn 拒收", "someone@example.cn"),
    ("Not Found: /messages/link/eyJhbGciOi-JIUzI1NiJ9.abc", "eyJhbGciOi"),
    ("GET /search/?q=张某一&page=2", "张某一"),
    ("duplicate key\nDETAIL:  Key (username)=(zhangmouyi) already exists.", "zhangmouyi"),
]


@pytest.mark.parametrize(("said", "hidden"), SECRETS)
@pytest.mark.parametrize("form", [logs.JsonLines, logs.PlainLines])
def test_secrets_and_personal_data_do_not_reach_the_log(form, said, hidden):
    assert hidden not in line(form, said)


@pytest.mark.parametrize(
    "kept", ["备案 20260918-000123 已受理", "第 13900 条", "/filings/20260918/", "用时 1390.25 秒"]
)
def test_what_is_no_secret_stays_readable(kept):
    assert kept in line(logs.PlainLines, kept)


@pytest.mark.django_db
def test_a_request_leaves_one_line_with_the_name_of_the_address_and_nothing_that_was_typed(client, django_user_model):
    anna = django_user_model.objects.create(username="anna", full_name="张某一", instance_role="sysadmin")
    client.force_login(anna)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    logger = logging.getLogger("portal.request")
    logger.addHandler(handler)
    try:
        client.get("/people/?q=13900001234")
    finally:
        logger.removeHandler(handler)

    told = json.loads(stream.getvalue())
    assert (told["route"], told["method"], told["status"], told["person"]) == ("people:list", "GET", 200, anna.pk)
    assert told["sql"] > 0
    assert told["ms"] >= 0
    assert [word for word in ("张某一", "anna", "139", "/people/") if word in stream.getvalue()] == []
