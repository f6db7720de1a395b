"""Getting, changing and giving up the second factor, and the recovery codes to keep."""

import pytest

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.second_factor.models import Authenticator, RecoveryCode

from .making import ENROL, PASSWORD, enrol_by_pages, equip, is_in, prove, secret_on, shown, sign_in, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return someone()


def log() -> list[str]:
    events = AuditEvent.objects.filter(action__startswith="second_factor").order_by("seq")
    return list(events.values_list("action", flat=True))


def test_anyone_may_enrol_by_choice_and_is_asked_for_the_code_from_then_on(anna):
    client = sign_in()

    secret = enrol_by_pages(client, password=PASSWORD)
    next_time = sign_in()

    assert is_in(client)
    assert not is_in(next_time)
    assert Authenticator.objects.get().secret == secret
    assert log() == ["second_factor.enrolled"]
    assert Notice.objects.filter(user=anna, title="您的账户已启用第二因素").count() == 1


def test_recovery_codes_are_shown_until_they_are_kept_and_never_again(anna):
    client = sign_in()
    enrol_by_pages(client, password=PASSWORD)

    page = client.get("/second-factor/codes/").content.decode()
    text = client.get("/second-factor/codes.txt")
    client.post("/second-factor/codes/")
    gone = [client.get(address).status_code for address in ("/second-factor/codes/", "/second-factor/codes.txt")]

    codes = [line for line in text.content.decode().splitlines() if line.count("-") == 2]
    assert (len(codes), all(code in page for code in codes), gone) == (10, True, [302, 302])
    assert text["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    another = sign_in()
    prove(another, codes[0])
    assert is_in(another)


def test_nothing_that_lets_in_is_stored_readable(anna):
    secret, codes = equip(anna)
    client = sign_in()
    client.get(ENROL)

    device = Authenticator.objects.get()
    rows = list(RecoveryCode.objects.values_list("start", "rest_hash"))
    assert secret not in device.secret_sealed
    assert device.secret == secret
    assert [len(start) for start, _ in rows] == [2] * 10
    plain = [code.replace("-", "") for code in codes]
    assert not any(code[2:] in hashed for code in plain for _, hashed in rows)


def test_the_secret_that_waits_for_its_first_code_is_sealed_in_the_session(anna):
    client = sign_in()
    secret = secret_on(client.get(ENROL).content.decode())

    assert secret not in str(dict(client.session))
    assert "second_factor_new" in client.session
    assert secret_on(client.get(ENROL).content.decode()) == secret


def test_what_waits_in_a_session_under_a_key_that_is_gone_is_made_anew(anna, settings):
    client = sign_in()
    before = secret_on(client.get(ENROL).content.decode())
    settings.PERSONAL_DATA_KEY = "another-key-of-the-installation-0123456789"

    assert secret_on(client.get(ENROL).content.decode()) != before
    enrol_by_pages(client, password=PASSWORD)
    settings.PERSONAL_DATA_KEY = "a-third-key-of-the-installation-0123456789"
    assert client.get("/second-factor/codes/").status_code == 302


@pytest.mark.parametrize("sent", [{"code": "abcdef", "password": PASSWORD}, {"code": "right", "password": "wrong"}])
def test_a_wrong_code_or_password_enrols_nobody(anna, sent):
    client = sign_in()
    secret = secret_on(client.get(ENROL).content.decode())

    answer = client.post(ENROL, {**sent, "code": shown(secret) if sent["code"] == "right" else sent["code"]})

    assert (answer.status_code, Authenticator.objects.count()) == (422, 0)


def test_wrong_passwords_lock_like_those_of_the_log_in(anna):
    client = sign_in()

    answers = [client.post(ENROL, {"code": "123456", "password": f"wrong-{n}"}).status_code for n in range(6)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_another_phone_needs_the_old_code_and_puts_other_sessions_back_to_the_check(anna):
    secret, codes = equip(anna)
    client, elsewhere = sign_in(), sign_in()
    prove(client, shown(secret, steps=-1))
    prove(elsewhere, shown(secret))

    new = secret_on(client.get(ENROL).content.decode())
    without = client.post(ENROL, {"code": shown(new), "password": PASSWORD, "old_code": "000000"})
    Authenticator.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    enrol_by_pages(client, password=PASSWORD, old_code=codes[0])

    assert without.status_code == 422
    assert Authenticator.objects.get().secret == new
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert log()[-1] == "second_factor.replaced"


def test_new_recovery_codes_make_the_old_ones_void(anna):
    secret, codes = equip(anna)
    client = sign_in()
    prove(client, codes[0])

    client.post("/second-factor/codes/renew/", {"password": PASSWORD, "code": shown(secret)})
    text = client.get("/second-factor/codes.txt").content.decode()

    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 10
    assert not any(code in text for code in codes)
    assert prove(sign_in(), codes[1]).status_code == 422
    assert "second_factor.codes_renewed" in log()


def test_giving_up_takes_password_and_code(anna):
    secret, codes = equip(anna)
    client = sign_in()
    prove(client, codes[0])

    wrong = client.post("/second-factor/end/", {"password": "wrong", "code": shown(secret)})
    right = client.post("/second-factor/end/", {"password": PASSWORD, "code": shown(secret)})

    assert (wrong.status_code, right.status_code, Authenticator.objects.count()) == (422, 302, 0)
    assert is_in(client)
    assert is_in(sign_in())
    assert log()[-1] == "second_factor.given_up"
