"""ASVS V6: passwords as they are typed, ways in as they are documented."""

import random
import re
import time
from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.second_factor import codes
from newmedia_portal.settings import passwords
from tests.core.second_factor.making import someone
from tests.core.sso import making
from tests.core.sso.provider import Provider
from tests.core.sso.test_own import back, names, proved, signed_in

from .sources import ROOT, files_with, page, section, shipped_number

PAGE = page("authentication.md")
LONG = " Kestrel " + "meadow-lantern-" * 6 + "Z9 "
INPUT = re.compile(r"<input[^>]*>")


def log_in(password: str) -> int:
    """Return the answer to a log-in of Anna: 302 in, 200 out."""
    answer = Client().post("/login/", {"username": "anna", "password": password})
    return int(answer.status_code)


def test_the_page_names_the_limits_on_guessing_that_hold():
    table = section(PAGE, "防猜测")

    assert f"{live.AXES_FAILURE_LIMIT} 次后锁 {int(live.AXES_COOLOFF_TIME * 60)} 分钟" in table
    assert live.AXES_LOCKOUT_PARAMETERS == [["username", "ip_address"]]
    for name in ("LOGIN_FAILURES_PER_ADDRESS", "LOGIN_FAILURES_PER_NAME"):
        row = next(line for line in table.splitlines() if f"`{name}`" in line)
        assert f"一刻钟 {shipped_number(name)} 次" in row
    assert "rate=60r/m" in (ROOT / "deploy/nginx.conf").read_text("utf-8")
    assert "每分钟 60 次" in table
    assert "防止恶意锁定" in table


def test_the_page_lists_the_words_that_no_password_holds():
    table = section(PAGE, "密码中不能有的词")

    assert [word for word in passwords.PRODUCT if f"`{word}`" not in table] == []
    assert [name for name in passwords.PROFILES if f"`{name}`" not in table] == []


def test_the_page_lists_every_way_in_and_there_is_no_other():
    table = section(PAGE, "登录途径")
    openers = files_with(r"\bimport login\b|\bLoginView\b|\bauth\.login\(|force_login")

    assert openers == {"newmedia_portal/core/ui/views.py", "newmedia_portal/core/sso/entering.py"}
    known = ["/login/", "/sso/oidc/", "/sso/cas/", "/sso/ldap/", "/api/v1/", "/api/v1/items/", "/messages/calendar/"]
    assert [address for address in (*known, "/metrics") if f"`{address}`" not in table] == []
    assert [name.rsplit(".", 1)[1] for name in live.AUTHENTICATION_BACKENDS] == [
        "AxesStandaloneBackend", "ObjectPermissionBackend", "ModelBackend", "GrantBackend",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("profile", passwords.PROFILES)
def test_a_long_password_is_taken_and_compared_sign_by_sign(settings, profile):
    settings.AUTH_PASSWORD_VALIDATORS = passwords.validators(profile)
    someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    form = {"old_password": "Anna-2026-portal", "new_password1": LONG, "new_password2": LONG}

    answer = client.post("/password/", form)

    assert len(LONG) > 64
    assert answer.status_code == 302
    assert [log_in(near) for near in (LONG.strip(), LONG.lower(), LONG[:64], LONG[:-1])] == [200] * 4
    assert log_in(LONG) == 302


@pytest.mark.django_db
def test_a_new_password_takes_the_present_one():
    someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    new = {"new_password1": "Kestrel-41-meadow", "new_password2": "Kestrel-41-meadow"}

    without, wrong = client.post("/password/", new), client.post("/password/", {**new, "old_password": "wrong"})

    assert (without.status_code, wrong.status_code) != (302, 302)
    assert log_in("Kestrel-41-meadow") == 200
    assert client.post("/password/", {**new, "old_password": "Anna-2026-portal"}).status_code == 302
    assert log_in("Kestrel-41-meadow") == 302


@pytest.mark.django_db
def test_passwords_are_masked_and_password_managers_may_fill_them():
    someone()
    client = Client()
    pages = [client.get("/login/").content.decode()]
    client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
    pages += [client.get(address).content.decode() for address in ("/password/", "/second-factor/enrol/")]
    fields = [tag for page in pages for tag in INPUT.findall(page) if re.search(r'name="[^"]*password', tag)]

    assert len(fields) == 5
    assert [tag for tag in fields if 'type="password"' not in tag] == []
    assert [tag for tag in fields if 'autocomplete="off"' in tag or "onpaste" in tag or "readonly" in tag] == []


def test_nothing_in_the_pages_stops_pasting():
    own = [*(ROOT / "static").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]
    texts = {path.name: path.read_text("utf-8") for path in own if "vendor" not in path.parts}
    listening = {name for name, text in texts.items() if re.search(r"onpaste|[\"']paste[\"']", text)}

    assert len(texts) > 20
    assert listening == {"editor_paste.js", "recognise.js"}  # the editor of a post, and the address of an account
    assert [name for name in listening if "password" in texts[name]] == []


def test_nobody_is_known_by_hints_or_questions():
    fields = {field.name for field in User._meta.get_fields()}

    assert "password" in fields
    assert [name for name in fields if re.search(r"hint|question|answer|clue", name)] == []


def test_codes_are_not_drawn_from_a_source_that_can_be_set_and_live_for_the_steps_of_the_page():
    random.seed(7)
    first = (codes.new_secret(), codes.new_recovery_codes())
    random.seed(7)
    second = (codes.new_secret(), codes.new_recovery_codes())

    assert first[0] != second[0]
    assert set(first[1]).isdisjoint(second[1])
    assert len(bytes.fromhex(first[0])) == codes.SECRET_BYTES == 20
    assert (codes.STEP_SECONDS, codes.TOLERANCE, codes.DIGITS) == (30, 1, 6)
    assert len(codes.SIGNS) ** (codes.LENGTH - codes.START) > 2**20


def test_the_page_says_how_strong_each_way_is_held_to_be():
    text = section(PAGE, "登录途径")

    assert "SSO_OIDC_SECOND_FACTOR" in text
    assert "一律按“只用了密码”对待" in text
    assert "没有对所有人强制第二因素，理由" in text


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(("ago", "links"), [(0, True), (500, True), (7200, False)])
def test_linking_takes_no_older_log_in_of_the_provider(provider: Provider, ago: int, links: bool) -> None:
    making.someone()
    client = signed_in(User.objects.get())
    provider.lies = {"auth_time": int(time.time()) - ago}

    answer: Any = back(client, provider, proved(client))

    assert names() == ([("anna", provider.sub)] if links else [])
    assert answer.status_code == (302 if links else 400)
