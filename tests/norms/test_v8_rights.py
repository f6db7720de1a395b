"""ASVS V8: the rules of access as they are documented, and fields that nobody offered."""

import pytest

from filings.models import Filing
from newmedia_portal.core.access.roles import InstanceRole, Role
from tests.api.calling import Program, program
from tests.filings.making import draft
from tests.world import World, build

from .sources import page, section

PAGE = page("authorization.md")


def test_the_page_tells_of_every_role_what_it_may_do():
    table = section(PAGE, "谁")

    assert [role for role in (*Role, *InstanceRole) if role and f"`{role.value}`" not in table] == []


def test_the_page_has_rules_for_functions_data_and_fields():
    functions, data, fields = (section(PAGE, title) for title in ("功能", "数据", "字段"))

    assert "没有声明的一律拒绝" in functions
    assert "组织（顶级单位）之间互不可见" in data
    names = ("手机号", "登录名", "`instance_role`", "件的 `state`", "审批意见", "审计日志")
    assert [name for name in names if f"| {name}" not in fields] == []


@pytest.mark.django_db
def test_the_interface_writes_no_field_that_it_does_not_list():
    world: World = build("gejiu")
    writer: Program = program(world.person("operator"))
    filing = draft(world)
    held = Filing.objects.values("state", "unit_id", "number", "edition_id").get(pk=filing.pk)
    smuggled = {
        "state": "approved",
        "unit": world.child.pk,
        "unit_id": world.child.pk,
        "number": "X-1",
        "edition_id": 1,
    }

    body = {"version": filing.version, "answers": {}, **smuggled}
    answer = writer.send(f"filings/{filing.pk}/answers/", body, method="patch")

    assert answer.status_code == 200
    assert Filing.objects.values("state", "unit_id", "number", "edition_id").get(pk=filing.pk) == held
