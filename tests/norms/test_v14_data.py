"""ASVS V14: every table with personal data has its level; nothing of it in addresses, caches and browsers."""

import re

import pytest
from django.test import Client

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.personal.declaring import declared
from tests.api.calling import BASE, program
from tests.core.second_factor.making import someone
from tests.world import build

from .sources import ROOT, files_with, page, product_code, section

PAGE = page("data.md")
#: Names that scripts of the portal may keep in the browser.
KEPT = {"SWITCH"}


def named_under(title: str) -> list[str]:
    """Return the tables that a section lists."""
    return section(PAGE, title).strip().removesuffix("。").split("、")


def test_every_table_with_personal_data_stands_once_at_the_level_of_its_most_delicate_column():
    sealed = {kept.table for kept in declared() if kept.sealed == "是"}
    others = {kept.table for kept in declared()} - sealed

    assert sorted(named_under("三级数据所在的表")) == sorted(sealed)
    assert sorted(named_under("二级个人信息所在的表")) == sorted(others)


def test_each_level_says_how_it_is_stored_shown_logged_and_kept():
    lines = [line for line in section(PAGE, "级别").splitlines() if line.startswith("| ")]
    head, *rows = lines

    assert [part.strip() for part in head.strip("|").split("|")] == ["级别", "内容", "存储", "显示", "日志", "保存"]
    assert [row[2:4] for row in rows] == ["四级", "三级", "二级", "一级"]
    assert [row for row in rows if any(not part.strip() for part in row.strip("|").split("|"))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["token", "api_key", "access_token", "key"])
def test_a_good_key_opens_nothing_from_the_address(name):
    caller = program(build("gejiu").person("operator"))

    assert caller.get("me/").status_code == 200
    assert Client().get(f"{BASE}me/", {name: caller.key}).status_code == 401


@pytest.mark.django_db
def test_credentials_in_the_address_let_nobody_in_and_the_session_key_stands_in_none():
    someone()
    client = Client()

    by_address = client.post("/login/?username=anna&password=Anna-2026-portal", {})
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    shown = client.get("/").content.decode()

    assert by_address.status_code == 200
    assert AuditEvent.objects.filter(action="login.ok").count() == 1
    assert client.session.session_key not in shown


def test_the_cache_of_the_server_holds_counts_alone():
    writes = r"\bcache\.(?:set|add|get_or_set|set_many)\(|cache_page|\{% cache"

    assert files_with(writes) <= {
        "newmedia_portal/core/operating/errors.py", "newmedia_portal/core/access/pace/counting.py",
        "newmedia_portal/core/counting.py",
    }  # fmt: skip
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "{% cache" in path.read_text("utf-8")]
    assert templates == []


def test_scripts_keep_one_switch_in_the_browser_and_no_data():
    scripts = {path.name: path.read_text("utf-8") for path in (ROOT / "static/js").glob("*.js")}
    stored = {
        name for text in scripts.values() for name in re.findall(r"(?:local|session)Storage\.setItem\((\w+)", text)
    }

    assert stored == KEPT
    assert [name for name, text in scripts.items() if re.search(r"indexedDB|document\.cookie|caches\.open", text)] == []
    assert 'const SWITCH = "' in scripts["queue.js"]


@pytest.mark.django_db
def test_leaving_empties_the_cache_of_the_browser():
    someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    inside = client.get("/messages/")

    left = client.post("/logout/")

    assert "no-store" in inside["Cache-Control"]
    assert '"cache"' in left["Clear-Site-Data"]
    assert client.get("/messages/").status_code == 302


def test_no_page_of_the_portal_names_a_foreign_site_to_load_from():
    loads = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=["']?(?:https?:)?//""")

    faulty = [path.name for path in (ROOT / "templates").rglob("*.html") if loads.search(path.read_text("utf-8"))]

    assert faulty == []


def test_the_page_and_the_settings_agree_on_how_long_logs_are_kept():
    text = page("logging.md")
    keeping = product_code()["newmedia_portal/settings/base.py"]

    for name in ("RETENTION_AUDIT_DAYS", "RETENTION_LOGS_DAYS"):
        days = re.search(rf'keeping\.days\("{name}", (\d+)\)', keeping)
        assert days
        assert f"{days.group(1)} 天（`{name}`）" in text
