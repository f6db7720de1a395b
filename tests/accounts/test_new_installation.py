"""A new installation: from an empty database to administrators who can set up an organisation (新装平台)."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Platform
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workdays.models import CalendarYear
from newmedia_portal.regimes.models import EditionRecord

pytestmark = pytest.mark.django_db


def printed(command: str, **options: str) -> str:
    """Run a command and return what it prints."""
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_shipped_data_is_installed_once():
    first = printed("load_shipped")
    before = (CalendarYear.objects.count(), EditionRecord.objects.count(), Platform.objects.count())
    second = printed("load_shipped")

    assert second == "新装入:日历年度 0 个,制度版本 0 个,平台 0 个。\n"
    assert (CalendarYear.objects.count(), EditionRecord.objects.count(), Platform.objects.count()) == before
    assert EditionRecord.objects.filter(state="published").values("code").distinct().count() == 5
    assert "制度版本 5 个" in first


def test_the_three_administrators_sign_in_with_the_printed_passwords_and_must_change_them():
    printed("load_shipped")
    told = re.findall(r"登录名 (\w+)  初始密码 (\S+)", printed("add_administrators"))

    assert [name for name, _ in told] == ["sysadmin", "secadmin", "auditor"]
    for name, password in told:
        user = User.objects.get(username=name)
        assert (user.check_password(password), user.must_change_password, user.instance_role) == (True, True, name)


def test_administrators_are_made_by_command_only_once():
    printed("load_shipped")
    printed("add_administrators")

    with pytest.raises(CommandError, match="已有三员"):
        printed("add_administrators")
    assert User.objects.count() == 3


def test_an_organisation_is_bound_to_its_regime():
    printed("load_shipped")
    told = printed("add_organisation", regime="gejiu", code="SL", name="示例市", kind="gov_organ")

    unit = Unit.objects.get(code="SL")
    assert told == "已建立组织“示例市”,单位代码 SL。\n"
    assert (unit.name, unit.regime, unit.parent, unit.root_id) == ("示例市", "gejiu", None, unit.pk)


def test_an_organisation_of_a_kind_that_the_regime_does_not_know_is_refused():
    printed("load_shipped")

    with pytest.raises(CommandError):
        printed("add_organisation", regime="gejiu", code="SL", name="示例公司", kind="project_company")
    assert Unit.objects.count() == 0
