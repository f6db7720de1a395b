"""Coming in."""

import pytest

pytestmark = pytest.mark.browser


def test_every_role_of_the_demo_comes_to_the_workbench(desk):
    for username in ("gejiu-operator", "soe-chief", "sysadmin", "secadmin", "auditor"):
        person = desk(username, by_form=True)

        assert (username, person.address) == (username, "/")
