"""The page on which the department enters members of its circle (工作圈)."""

import pytest

from tests.accounts.entries import enter
from tests.accounts.pages.test_lists import sign_in
from tests.world import World, build


@pytest.fixture
def company(db: None) -> World:
    """Return an organisation under the regulation that knows a circle."""
    return build("corp")


@pytest.mark.clause("S1-3.3.5a")
@pytest.mark.parametrize(
    ("role", "status"),
    [("registrar", 200), ("director", 200), ("operator", 404), ("chief", 404), ("observer", 404), ("outsider", 404)],
)
def test_only_the_department_finds_the_form(company: World, role: str, status: int) -> None:
    account = enter(company)

    assert sign_in(company.person(role)).get(f"/accounts/{account.pk}/circle/").status_code == status


def test_a_member_is_entered_and_shown_on_the_page_of_the_account(company: World) -> None:
    account = enter(company)
    client = sign_in(company.person("registrar"))

    answer = client.post(
        f"/accounts/{account.pk}/circle/", {"joined_on": "2026-09-01", "follows_us": "on", "followed_by_us": "on"}
    )

    assert answer.status_code == 302
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "工作圈成员" in page
    assert "与本部门账号互相关注" in page


def test_a_wrong_day_is_said_at_its_field(company: World) -> None:
    account = enter(company)

    answer = sign_in(company.person("registrar")).post(f"/accounts/{account.pk}/circle/", {"joined_on": "2126-09-01"})

    assert answer.status_code == 422
    assert "加入日期不能晚于今天" in answer.content.decode()
