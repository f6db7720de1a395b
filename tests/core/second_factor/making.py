"""People with a second factor, and what their phone shows."""

from base64 import b32decode
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from newmedia_portal.core.access.models import User
from newmedia_portal.core.second_factor import actions
from newmedia_portal.core.second_factor.codes import new_secret

PASSWORD = "Anna-2026-portal"
CHECK, ENROL, OVERVIEW = "/second-factor/check/", "/second-factor/enrol/", "/second-factor/"


def shown(secret: str, at: datetime | None = None, steps: int = 0) -> str:
    """Return what the phone shows at a moment (now), or so many steps of half a minute later."""
    clock = TOTP(bytes.fromhex(secret))
    clock.time = (at or timezone.now()).timestamp() + 30 * steps
    return f"{clock.token():06d}"


def someone(name: str = "anna", **more: Any) -> User:
    """Make a person."""
    return User.objects.create_user(username=name, full_name=f"张某{name}", password=PASSWORD, **more)


def equip(user: User) -> tuple[str, list[str]]:
    """Enrol a person some minutes ago; return the secret and the recovery codes."""
    secret, at = new_secret(), timezone.now() - timedelta(minutes=5)
    return secret, actions.enrol(user, secret=secret, typed=shown(secret, at), by=user, at=at)


def sign_in(name: str = "anna", to: str = "/", client: Client | None = None) -> Client:
    """Give the right password; what comes next is the test's."""
    client = client or Client()
    answer = client.post("/login/", {"username": name, "password": PASSWORD, "next": to})
    assert answer.status_code == 302
    return client


def prove(client: Client, code: str, **more: str) -> Any:
    """Give a code after the password."""
    return client.post(CHECK, {"code": code, **more})


def is_in(client: Client) -> bool:
    """Say whether the session reaches a page that needs one."""
    return client.get("/session/").status_code == 204


def secret_on(page: str) -> str:
    """Return the secret that a page of enrolment shows, in hexadecimal signs."""
    text = page.split('data-testid="secret">')[1].split("<")[0].replace(" ", "")
    return b32decode(text).hex()


def enrol_by_pages(client: Client, **more: str) -> str:
    """Enrol as a person does; return the secret."""
    secret = secret_on(client.get(ENROL).content.decode())
    answer = client.post(ENROL, {"code": shown(secret), **more})
    assert (answer.status_code, answer.get("Location")) == (302, "/second-factor/codes/")
    return secret
