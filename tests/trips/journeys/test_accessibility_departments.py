"""Every page, for departments and administrators, at the desk, on the phone and at 200 % (无障碍)."""

import pytest

from .walk import wrong_pages

pytestmark = pytest.mark.browser

CAST = (
    "gejiu-line", "gejiu-registrar", "gejiu-director", "gejiu-observer", "gejiu-superior", "jiusan-registrar",
    "sysadmin", "secadmin", "auditor",
)  # fmt: skip


@pytest.mark.parametrize("username", CAST)
def test_every_page_of_a_department_is_accessible_and_fits(desk, look, username):
    assert wrong_pages(desk(username), look, username) == []
