"""ASVS V15: time limits for mending, redirects, parameters given twice, scripts that mix no foreign keys in."""

import re

import pytest
from django.test import Client

from newmedia_portal.core.audit.models import AuditEvent
from tests.core.second_factor.making import someone

from .sources import ROOT, page, product_code, section


def test_the_page_of_supplies_sets_a_time_for_every_grade_of_hole():
    table = section(page("supply.md"), "修补期限")

    days = [int(found) for found in re.findall(r"\| (\d+) 天", table)]
    assert days == [3, 14, 60]
    assert [grade for grade in ("严重", "高危", "中危", "低危", "每季度") if grade not in table] == []
    assert "`make audit`" in table


def test_the_framework_is_a_version_with_long_support():
    lock = (ROOT / "requirements.txt").read_text("utf-8")

    found = re.search(r"(?m)^django==(\d+)\.(\d+)\.", lock, re.IGNORECASE)

    assert found
    assert found.groups() == ("5", "2")


def test_what_calls_out_follows_no_redirect():
    code = product_code()

    assert "allow_redirects=False" in code["newmedia_portal/core/sso/cas.py"]
    assert "auto_referrals=False" in code["newmedia_portal/core/sso/ldap.py"]
    calls = [path for path, text in code.items() if "urlopen(" in text]
    assert calls == ["newmedia_portal/core/management/commands/serve_demo.py"]


@pytest.mark.django_db
def test_of_a_parameter_given_twice_the_last_counts_everywhere():
    someone()
    words = {"password": "Anna-2026-portal"}

    first = Client().post("/login/", {"username": ["anna", "berta"], **words})
    last = Client().post("/login/", {"username": ["berta", "anna"], **words})
    tried = AuditEvent.objects.get(action="login.failed").after["username"]

    assert (first.status_code, last.status_code, tried) == (200, 302, "berta")


@pytest.mark.django_db
def test_a_parameter_of_the_address_does_not_take_the_place_of_a_field():
    someone()

    answer = Client().post("/login/?password=Anna-2026-portal", {"username": "anna"})

    assert answer.status_code == 200
    assert not AuditEvent.objects.filter(action="login.ok").exists()


def test_no_code_asks_a_request_without_saying_where():
    mixing = re.compile(r"request\.REQUEST|request\.GET\s*\|\s*request\.POST|\{\*\*request\.(?:GET|POST)")

    assert [path for path, text in product_code().items() if mixing.search(text)] == []


def test_scripts_run_no_text_and_mix_no_foreign_keys_into_objects():
    unsafe = re.compile(
        r"__proto__|\beval\(|new Function\(|\.constructor\[|for \((?:const|let|var) \w+ in "
        r"|Object\.assign\(\{|Object\.assign\([^)]*JSON\.parse"
    )

    faulty = [path.name for path in (ROOT / "static/js").glob("*.js") if unsafe.search(path.read_text("utf-8"))]

    assert faulty == []
    assert len(list((ROOT / "static/js").glob("*.js"))) > 10
