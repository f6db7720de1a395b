"""Who must have a second factor, who may take it away, and what a backup holds of it."""

import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.backup import make
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.second_factor import actions
from newmedia_portal.core.second_factor.binding import DECIDING, is_bound
from newmedia_portal.core.second_factor.models import Authenticator
from newmedia_portal.core.workflow.models import Substitution
from newmedia_portal.core.workflow.states import SubstitutionState
from tests.core.ground import again, unit
from tests.core.test_settings import start
from tests.world import EDITIONS

from .making import (
    CHECK,
    ENROL,
    OVERVIEW,
    PASSWORD,
    enrol_by_pages,
    equip,
    is_in,
    prove,
    shown,
    sign_in,
    someone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return someone()


CAST = [
    ("off", "", "", False), ("off", "sysadmin", "", False), ("off", "", "chief", False),
    ("admins", "sysadmin", "", True), ("admins", "secadmin", "", True), ("admins", "auditor", "", True),
    ("admins", "", "chief", False), ("deciders", "auditor", "", True), ("deciders", "", "", False),
    *(("deciders", "", role.value, role in DECIDING) for role in Role),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "instance_role", "role", "bound"), CAST)
def test_the_setting_binds_administrators_or_all_who_decide(settings, setting, instance_role, role, bound):
    settings.SECOND_FACTOR = setting
    anna = someone(instance_role=instance_role)
    if role:
        Post.objects.create(user=anna, unit=unit("示例单位"), role=role, since=date(2020, 1, 1))
    client = sign_in()

    answer = client.get("/menu/")

    assert is_bound(again(anna)) is bound
    assert (answer.status_code, answer.get("Location", "")) == (
        (302, f"{ENROL}?next=%2Fmenu%2F") if bound else (200, "")
    )


def steps_of(told: Any) -> Iterator[dict[str, Any]]:
    """Yield every table of an edition, at any depth."""
    if isinstance(told, dict):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from steps_of(part)


def test_every_role_that_approves_or_signs_in_a_shipped_edition_is_bound():
    editions = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(EDITIONS.glob("*.toml"))]
    steps = [step for edition in editions for step in steps_of(edition)]

    deciding = {step["role"] for step in steps if step.get("kind") in ("approve", "sign") and "role" in step}

    assert {"chief", "director", "line"} <= deciding
    assert deciding <= {role.value for role in DECIDING}


def test_who_stands_in_for_a_decider_is_bound_meanwhile(anna, settings):
    settings.SECOND_FACTOR = "deciders"
    chief, today = someone("chief"), timezone.localdate(timezone.now())
    row = Substitution.objects.create(
        absent=chief, substitute=anna, starts_on=today, ends_on=today, reason="出差", made_by=chief,
        made_at=timezone.now(), state=SubstitutionState.RUNNING,
    )  # fmt: skip

    assert is_bound(again(anna))
    assert not is_bound(chief)
    assert row.substitute_id == anna.pk


def test_who_is_bound_is_led_to_enrolment_before_anything_else_and_then_on(settings):
    settings.SECOND_FACTOR = "admins"
    someone("sec", instance_role="secadmin", must_change_password=True)
    client = sign_in("sec")

    led = {
        client.get(address)["Location"].split("?")[0] for address in ("/", "/password/", "/people/", OVERVIEW, CHECK)
    }
    page = client.get(f"{ENROL}?next=/people/").content.decode()
    enrol_by_pages(client)
    asked = client.get("/people/")
    client.post(
        "/password/", {"old_password": PASSWORD, "new_password1": "Neu-2026-Portal", "new_password2": "Neu-2026-Portal"}
    )
    on = client.post("/second-factor/codes/")

    assert led == {ENROL}
    assert "must-enrol" in page
    assert "nav-main" not in page
    assert asked["Location"] == "/password/"
    assert on["Location"] == "/people/"


def test_who_is_bound_may_not_give_up(settings):
    settings.SECOND_FACTOR = "admins"
    sec = someone("sec", instance_role="secadmin")
    secret, codes = equip(sec)
    client = sign_in("sec")
    prove(client, codes[0])

    client.post("/second-factor/end/", {"password": PASSWORD, "code": shown(secret)})

    assert Authenticator.objects.filter(user=sec).exists()
    assert 'data-testid="end"' not in client.get(OVERVIEW).content.decode()
    with pytest.raises(Refused, match="不能停用"):
        actions.give_up(sec, by=sec, at=timezone.now())


def test_the_door_costs_no_question_to_the_database(anna, settings, django_assert_num_queries, rf):
    from newmedia_portal.core.second_factor.sessions import Standing, standing_of

    request = rf.get("/")
    request.session = {}
    for setting in ("off", "admins"):
        settings.SECOND_FACTOR = setting
        with django_assert_num_queries(0):
            assert standing_of(request, anna) is Standing.IN


def broken_start(value: str) -> subprocess.CompletedProcess[str]:
    return start(SECOND_FACTOR=value)


@pytest.mark.once
def test_a_malformed_setting_stops_the_start_and_is_named():
    refused, fine = broken_start("everyone"), broken_start("deciders")

    assert refused.returncode != 0
    assert "SECOND_FACTOR 应为 off、admins、deciders 之一，现在是 'everyone'。" in refused.stderr
    assert fine.returncode == 0, fine.stderr


def reset_as(role: str, person: User, **sent: str):
    name = f"by-{role}"
    if not User.objects.filter(username=name).exists():
        someone(name, instance_role=role)
    return sign_in(name).post(f"/second-factor/people/{person.pk}/reset/", sent)


def test_the_security_administrator_asks_with_a_reason_another_releases_and_the_person_is_told(anna):
    equip(anna)

    without = reset_as("secadmin", anna, reason=" ")
    someone("by-auditor", instance_role="auditor")
    done = reset_as("secadmin", anna, reason="手机丢失，已当面核实")
    waits = Authenticator.objects.count()
    sign_in("by-auditor").post(f"{done['Location']}release/")

    anna.refresh_from_db()
    assert (without.status_code, done.status_code, waits, anna.second_factor_since) == (422, 302, 1, None)
    assert is_in(sign_in())
    event = AuditEvent.objects.get(action="second_factor.reset")
    assert (event.actor_name, event.object_id, event.reason) == ("张某by-auditor", anna.pk, "手机丢失，已当面核实")
    assert Notice.objects.filter(user=anna, body__contains="手机丢失").count() == 3


@pytest.mark.parametrize("role", ["sysadmin", "auditor", ""])
def test_nobody_else_resets(anna, role):
    equip(anna)

    assert reset_as(role, anna, reason="因为").status_code == 404
    assert Authenticator.objects.count() == 1


def test_nobody_resets_the_own_one(anna):
    User.objects.filter(pk=anna.pk).update(instance_role="secadmin")
    _, codes = equip(anna)
    client = sign_in()
    prove(client, codes[0])

    answer = client.post(f"/second-factor/people/{anna.pk}/reset/", {"reason": "因为"})

    assert (answer.status_code, Authenticator.objects.count()) == (422, 1)


def test_the_last_security_administrator_is_helped_by_command(anna):
    equip(anna)

    call_command("reset_second_factor", "anna", "--reason", "唯一的安全管理员手机丢失")

    assert Authenticator.objects.count() == 0
    assert AuditEvent.objects.get(action="second_factor.reset").actor_name == "系统"
    with pytest.raises(CommandError, match="没有启用"):
        call_command("reset_second_factor", "anna", "--reason", "再来一次")
    with pytest.raises(CommandError, match="没有登录名为"):
        call_command("reset_second_factor", "nobody", "--reason", "再来一次")


@pytest.mark.django_db(transaction=True)
def test_a_backup_carries_authenticators_sealed_and_recovery_codes_hashed(anna, tmp_path):
    secret, codes = equip(anna)

    make(tmp_path / "portal.zip", at=timezone.now())

    with zipfile.ZipFile(tmp_path / "portal.zip") as archive:
        device = archive.read("tables/core_authenticator.jsonl").decode()
        rows = archive.read("tables/core_recoverycode.jsonl").decode()
    assert (Authenticator.objects.get().secret_sealed in device, secret in device) == (True, False)
    assert len(rows.splitlines()) == 10
    assert not any(code.replace("-", "")[2:] in rows for code in codes)
