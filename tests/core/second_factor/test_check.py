"""After the password: replay, drift, brute force, recovery codes, and a session that is half signed in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.second_factor import actions
from newmedia_portal.core.second_factor.models import Authenticator
from tests.architecture.routes import routes
from tests.core.ground import together

from .making import CHECK, OVERVIEW, PASSWORD, equip, is_in, prove, shown, sign_in, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return someone()


def recorded(*actions_: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(action__in=actions_).order_by("seq").values_list("action", "result"))


def later(monkeypatch, seconds: float) -> None:
    real = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: real + timedelta(seconds=seconds))


def test_the_password_alone_leads_to_the_check_and_the_code_to_the_page_that_was_asked_for(anna):
    secret, _ = equip(anna)
    client = sign_in(to="/menu/")

    asked = client.get("/menu/")
    answer = prove(client, shown(secret), next="/menu/")

    assert asked["Location"] == f"{CHECK}?next=%2Fmenu%2F"
    assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/menu/", True)
    assert recorded("second_factor.checked") == [("second_factor.checked", "ok")]


def test_the_check_sends_nobody_to_another_site(anna):
    secret, _ = equip(anna)

    answer = prove(sign_in(), shown(secret), next="https://example.com/")

    assert answer["Location"] == "/"


def test_a_session_that_came_in_gets_a_new_key(anna):
    secret, _ = equip(anna)
    client = sign_in()
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value

    prove(client, shown(secret))

    assert (is_in(client), is_in(thief)) == (True, False)


def test_a_person_without_a_second_factor_is_asked_for_none(anna):
    client = sign_in()

    assert (is_in(client), client.get(CHECK)["Location"]) == (True, "/")


def test_the_same_code_is_refused_the_second_time_and_so_is_an_earlier_one(anna):
    secret, _ = equip(anna)
    code, earlier = shown(secret), shown(secret, steps=-1)
    prove(sign_in(), code)
    second, third = sign_in(), sign_in()

    again = prove(second, code)
    Authenticator.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    before = prove(third, earlier)

    assert (again.status_code, before.status_code, is_in(second), is_in(third)) == (422, 422, False, False)
    assert "不正确，或已经用过" in again.content.decode()


def test_the_code_of_the_enrolment_is_used_up(anna):
    from newmedia_portal.core.second_factor.codes import new_secret

    secret, at = new_secret(), timezone.now()
    code = shown(secret, at)
    actions.enrol(anna, secret=secret, typed=code, by=anna, at=at)

    with pytest.raises(Refused):
        actions.prove(anna, typed=code, by=anna, at=at)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(anna, steps, taken):
    secret, _ = equip(anna)
    client = sign_in()

    prove(client, shown(secret, steps=steps))

    assert is_in(client) is taken


@pytest.mark.parametrize("written", [" {0} {1} ", "{0}-{1}", "full"])
def test_a_code_may_be_typed_with_spaces_and_full_width_digits(anna, written):
    secret, _ = equip(anna)
    client, code = sign_in(), shown(secret)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)

    prove(client, wide if written == "full" else written.format(code[:3], code[3:]))

    assert is_in(client)


@pytest.mark.parametrize(
    "odd", ["", " ", "abc", "12345", "1234567", "①②③④⑤⑥", "٣٤٥٦٧٨", "\x00" * 6, "-12345", "9" * 40]
)
def test_odd_codes_are_refused_with_words(anna, odd):
    equip(anna)

    answer = prove(sign_in(), odd)

    assert (answer.status_code, "error-summary" in answer.content.decode()) == (422, True)


def test_guessing_waits_longer_each_time_even_for_the_right_code_and_the_person_is_told(anna, monkeypatch):
    secret, _ = equip(anna)
    client, wrong, waits = sign_in(), "000000" if shown(secret) != "000000" else "000001", []
    for number in range(6):
        later(monkeypatch, 0 if number == 0 else 2.0 ** (number - 1) + 0.1)
        waits.append(prove(client, wrong).status_code)
    locked = prove(client, shown(secret))
    later(monkeypatch, 30)
    still = prove(client, shown(secret))
    later(monkeypatch, 3)
    opened = prove(client, shown(secret))

    assert waits == [422] * 6
    assert (locked.status_code, still.status_code, opened.status_code) == (429, 429, 302)
    assert "请在" in locked.content.decode()
    assert "安全管理员" in locked.content.decode()
    assert len(recorded("second_factor.failed")) == 6
    assert Notice.objects.filter(user=anna, kind="second_factor.failed").count() == 1


def test_forty_guesses_at_one_moment_are_one_guess(anna, monkeypatch):
    equip(anna)
    client = sign_in()
    later(monkeypatch, 0)

    answers = {prove(client, f"{number:06d}").status_code for number in range(40)}

    assert answers <= {422, 429}
    assert len(recorded("second_factor.failed")) == 1


def test_a_recovery_code_lets_in_once(anna):
    _, codes = equip(anna)
    first, second = sign_in(), sign_in()

    prove(first, codes[3].upper().replace("-", " "))
    again = prove(second, codes[3])

    assert (is_in(first), again.status_code, is_in(second)) == (True, 422, False)
    assert '<span data-testid="codes-left">9</span>' in first.get(OVERVIEW).content.decode()
    assert recorded("second_factor.recovery_used") == [("second_factor.recovery_used", "ok")]
    assert Notice.objects.filter(user=anna, kind="second_factor.recovery_used").count() == 1


def test_a_recovery_code_of_somebody_else_is_refused(anna):
    equip(anna)
    _, foreign = equip(someone("bert"))

    assert prove(sign_in(), foreign[0]).status_code == 422


def test_the_page_for_recovery_codes_says_so(anna):
    equip(anna)

    page = sign_in().get(f"{CHECK}?recovery=1&next=/menu/").content.decode()

    assert "恢复码" in page
    assert 'value="/menu/"' in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_code_given_twice_at_one_moment_lets_in_once(anna):
    secret, _ = equip(anna)
    code, at = shown(secret), timezone.now()

    def give() -> str:
        actions.prove(User.objects.get(pk=anna.pk), typed=code, by=anna, at=at)
        return "in"

    answers = [str(answer) if isinstance(answer, str) else type(answer).__name__ for answer in together(give, give)]

    assert sorted(answers) == ["Refused", "in"]


CONSTANT: dict[str, object] = {"number": 2026, "period": "2026-1"}


def reached(client: Client) -> list[tuple[str, str, str]]:
    """Return what a session gets from any address that is neither the check nor a way back to it."""
    found = []
    for route in routes():
        if route.name in ("second-factor:check", "logout"):
            continue
        address = reverse(route.name, args=[CONSTANT.get(name, 1) for name in route.parameters])
        for method in (client.get, client.post):
            answer = method(address)
            if answer.status_code != 302 or not answer["Location"].startswith(CHECK):
                found.append((route.name, method.__name__, str(answer.status_code)))
    return found


@pytest.mark.once
def test_a_session_that_is_half_signed_in_reaches_nothing(anna):
    equip(anna)
    client = sign_in()

    open_to_it = {(name, method) for name, method, _ in reached(client)}

    assert {name for name, _ in open_to_it} == {"healthz", "readyz"}
    assert not is_in(client)


def test_the_page_of_the_check_tells_nothing_of_the_portal(anna):
    equip(anna)
    client = sign_in()
    answer = client.get(CHECK)
    page = answer.content.decode()

    assert [word for word in ("nav-main", "全部功能", "global-search", anna.full_name) if word in page] == []
    assert answer["Cache-Control"] == "no-store"


def test_whoever_is_half_signed_in_may_leave_and_that_is_recorded(anna):
    equip(anna)
    client = sign_in()

    client.post("/logout/")

    assert client.get("/session/")["Location"].startswith("/login/")
    assert recorded("login.out") == [("login.out", "ok")]


def test_what_is_sent_half_signed_in_is_not_carried_out(anna):
    equip(anna)
    client = sign_in()

    new = "Bessere-2026-Portal"
    client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_the_check_is_protected_against_forged_forms(anna):
    secret, _ = equip(anna)
    client = sign_in(client=Client())
    client.handler.enforce_csrf_checks = True

    assert prove(client, shown(secret)).status_code == 403
