"""ASVS V6.4: what becomes of the second factor while a password is replaced."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.people import set_password
from newmedia_portal.core.access.models import User
from tests.core.second_factor.making import equip, is_in, prove, shown, someone

pytestmark = pytest.mark.django_db


def test_a_reset_password_leaves_the_second_factor_in_force():
    person = someone()
    secret, _ = equip(person)
    reset = {"by": None, "at": timezone.now(), "reason": "忘记密码"}
    set_password(User.objects.get(pk=person.pk), password="Kestrel-41-meadow", **reset)
    client = Client()

    answer = client.post("/login/", {"username": "anna", "password": "Kestrel-41-meadow"})
    half = is_in(client)
    proved = prove(client, shown(secret))

    assert (answer.status_code, half) == (302, False)
    assert (proved.status_code, is_in(client)) == (302, True)
    assert User.objects.get(pk=person.pk).second_factor_since is not None
