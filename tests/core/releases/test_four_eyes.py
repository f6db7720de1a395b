"""Four eyes: nobody resets a password or a second factor of others alone; the person hears of it."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.people import add_person, set_instance_role, set_password
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Delivery, Notice
from newmedia_portal.core.notices.spreading import spread
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.releases import actions
from newmedia_portal.core.releases.deciding import needs_release, releasers
from newmedia_portal.core.releases.models import ReleaseRequest
from newmedia_portal.core.second_factor.models import Authenticator
from tests.core.ground import again, unit
from tests.core.second_factor.making import equip, sign_in, someone

pytestmark = pytest.mark.django_db
FRESH = "Kestrel-41-meadow"
WHY = "手机丢失，已当面核实"


@pytest.fixture
def three():
    return {role: someone(f"by-{role}", instance_role=role) for role in ("sysadmin", "secadmin", "auditor")}


@pytest.fixture
def anna():
    person = someone()
    equip(person)
    return person


def asked(person: User, by: User, what: str = "factor", **more: str) -> ReleaseRequest:
    more = {"password": FRESH, **more} if what == "password" else more
    return actions.ask(person, what=what, reason=WHY, by=by, at=timezone.now(), **more)


def labels() -> list[str]:
    found = AuditEvent.objects.filter(action__startswith="release.").order_by("seq")
    return [f"{event.action} {event.actor_name}" for event in found]


def test_a_second_factor_goes_only_after_a_second_administrator_agrees(anna, three):
    row = asked(anna, three["secadmin"])
    meanwhile = Authenticator.objects.count()

    actions.release(row, by=three["auditor"], at=timezone.now())

    assert (meanwhile, Authenticator.objects.count()) == (1, 0)
    assert labels() == ["release.asked 张某by-secadmin", "release.released 张某by-auditor"]
    event = AuditEvent.objects.get(action="second_factor.reset")
    assert (event.actor_name, event.reason) == ("张某by-auditor", WHY)


def test_a_password_works_only_after_the_release_and_must_be_changed(anna, three):
    row = asked(anna, three["sysadmin"], "password")
    old = again(anna).check_password(FRESH)
    kept = ReleaseRequest.objects.get().password_hash

    actions.release(row, by=three["secadmin"], at=timezone.now())

    after = again(anna)
    assert (old, after.check_password(FRESH), after.must_change_password) == (False, True, True)
    assert FRESH not in kept
    assert ReleaseRequest.objects.get().password_hash == ""
    assert after.second_factor_since is not None


@pytest.mark.parametrize("role", ["sysadmin", "secadmin"])
def test_nobody_releases_what_they_asked_for(anna, three, role):
    row = asked(anna, three[role], "password")

    with pytest.raises(Forbidden):
        actions.release(row, by=three[role], at=timezone.now())

    assert not again(anna).check_password(FRESH)


def test_nobody_asks_or_releases_for_oneself(three):
    auditor = three["auditor"]
    row = asked(auditor, three["secadmin"], "password")

    with pytest.raises(Refused, match="不能为自己申请"):
        asked(three["secadmin"], three["secadmin"], "password")
    with pytest.raises(Forbidden):
        actions.release(row, by=auditor, at=timezone.now())
    actions.release(row, by=three["sysadmin"], at=timezone.now())

    assert again(auditor).check_password(FRESH)


def test_the_database_itself_refuses_a_release_by_the_asker(anna, three):
    asked(anna, three["secadmin"])

    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRequest.objects.update(outcome="released", decided_by=three["secadmin"])


def test_another_security_administrator_comes_before_the_auditor(anna, three):
    other = someone("by-second", instance_role="secadmin")
    row = asked(anna, three["secadmin"])

    with pytest.raises(Forbidden):
        actions.release(row, by=three["auditor"], at=timezone.now())
    actions.release(row, by=other, at=timezone.now())

    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("way", ["named", "renewed"])
def test_whom_the_asker_has_just_made_is_no_second_person(anna, three, way):
    now, sec = timezone.now(), three["secadmin"]
    if way == "named":
        puppet = add_person(username="puppet", full_name="示例", password=FRESH, by=sec, at=now)
        set_instance_role(puppet, role="secadmin", by=sec, at=now)
    else:
        puppet = someone("by-second", instance_role="secadmin")
        row = asked(puppet, sec, "password")
        actions.release(row, by=three["auditor"], at=now)
    row = asked(anna, sec)

    with pytest.raises(Forbidden):
        actions.release(row, by=again(puppet), at=now)

    later = now + timedelta(days=8)
    assert list(releasers(anna, asked_by=sec, at=now)) == [three["auditor"]]
    assert puppet in releasers(anna, asked_by=sec, at=later)


def test_without_a_second_administrator_the_request_is_refused_with_the_way_out(anna):
    alone = someone("sec", instance_role="secadmin")

    with pytest.raises(Refused, match="在服务器上用命令"):
        asked(anna, alone)


def test_a_request_lapses_after_a_day_and_is_put_on_record(anna, three):
    row = asked(anna, three["secadmin"], "password")
    late = row.asked_at + timedelta(hours=24)

    with pytest.raises(Conflict, match="已过期"):
        actions.release(row, by=three["auditor"], at=late)
    counts = actions.lapse(at=late)

    row.refresh_from_db()
    assert (counts.cleared, row.outcome, row.password_hash) == (1, "lapsed", "")
    assert labels()[-1] == "release.lapsed 系统"
    assert asked(anna, three["secadmin"], "password").pk != row.pk


def test_a_refusal_changes_nothing_and_needs_a_reason(anna, three):
    row = asked(anna, three["secadmin"])

    with pytest.raises(Refused, match="原因"):
        actions.refuse(row, answer=" ", by=three["auditor"], at=timezone.now())
    actions.refuse(row, answer="本人没有要求", by=three["auditor"], at=timezone.now())
    with pytest.raises(Conflict):
        actions.release(row, by=three["auditor"], at=timezone.now())

    assert Authenticator.objects.count() == 1
    assert labels()[-1] == "release.refused 张某by-auditor"


def test_only_the_asker_takes_a_request_back_and_only_one_waits(anna, three):
    row = asked(anna, three["secadmin"])

    with pytest.raises(Conflict, match="已有一份"):
        asked(anna, three["secadmin"])
    with pytest.raises(Forbidden):
        actions.withdraw(row, by=three["auditor"], at=timezone.now())
    actions.withdraw(row, by=three["secadmin"], at=timezone.now())

    assert ReleaseRequest.objects.get().outcome == "withdrawn"


def test_the_person_hears_of_both_steps_by_mail_at_once_whatever_was_chosen(anna, three, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.filter(pk=anna.pk).update(email="anna@example.org")
    Notice.objects.all().delete()

    row = asked(anna, three["secadmin"])
    actions.release(row, by=three["auditor"], at=timezone.now())
    spread(at=timezone.now())

    kinds = set(Notice.objects.filter(user=anna).values_list("kind", flat=True))
    assert kinds == {"release.asked", "release.released", "second_factor.changed"}
    mails = Delivery.objects.filter(via="mail", user=anna)
    assert [mail.status for mail in mails] == ["queued"] * 3
    assert Notice.objects.filter(user=three["auditor"], kind="release.todo").count() == 1


@pytest.mark.parametrize(
    ("role", "instance_role", "factor", "strong"),
    [
        ("operator", "", False, False), ("observer", "", False, False), ("", "", False, False),
        ("operator", "", True, True), ("head", "", False, True), ("registrar", "", False, True),
        ("", "auditor", False, True),
    ],
)  # fmt: skip
def test_one_administrator_suffices_for_the_desk_alone(three, role, instance_role, factor, strong):
    person = someone(instance_role=instance_role)
    if role:
        Post.objects.create(user=person, unit=unit("示例单位"), role=role, since=date(2020, 1, 1))
    if factor:
        equip(person)
    person = again(person)

    assert needs_release(person) is strong
    if strong:
        with pytest.raises(Refused, match="另一位管理员核准"):
            set_password(person, password=FRESH, by=three["secadmin"], at=timezone.now())
    else:
        set_password(person, password=FRESH, by=three["secadmin"], at=timezone.now())
    assert again(person).check_password(FRESH) is not strong


def test_by_the_pages_one_asks_and_the_other_releases(anna, three):
    asker, second = sign_in("by-secadmin"), sign_in("by-auditor")

    sent = asker.post(f"/people/{anna.pk}/password/", {"password": FRESH, "reason": "忘记密码，已当面核实"})
    address = sent["Location"]
    own = asker.get(address).content.decode()
    alone = asker.post(f"{address}release/")
    seen = second.get(address).content.decode()
    unreasoned = second.post(f"{address}refuse/", {"answer": ""})
    second.post(f"{address}release/")

    assert ('data-testid="release"' in own, 'data-testid="withdraw"' in own) == (False, True)
    assert (alone.status_code, unreasoned.status_code) == (404, 422)
    assert 'data-testid="release"' in seen
    assert again(anna).check_password(FRESH)
    assert "已批准" in second.get("/releases/").content.decode()


def test_the_command_on_the_server_is_on_record_and_told_to_every_administrator(three, capsys):
    person = three["secadmin"]

    call_command("reset_password", person.username, "--reason", "唯一的安全管理员忘记密码")

    shown = capsys.readouterr().out.strip().rpartition("：")[2]
    assert again(person).check_password(shown)
    assert again(person).must_change_password
    event = AuditEvent.objects.get(action="person.password_reset")
    assert (event.actor_name, event.reason) == ("系统", "唯一的安全管理员忘记密码")
    assert Notice.objects.filter(kind="release.command").count() == 3
    with pytest.raises(CommandError, match="请写明原因"):
        call_command("reset_password", person.username, "--reason", " ")
    with pytest.raises(CommandError, match="没有登录名为"):
        call_command("reset_password", "nobody", "--reason", "因为")
