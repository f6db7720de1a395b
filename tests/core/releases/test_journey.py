"""In the browser: one administrator asks, another releases, at the desk and on the phone (旅程)."""

from typing import Any

import pytest

from newmedia_portal.core.releases.models import ReleaseRequest
from tests.core.ground import again
from tests.core.second_factor.making import equip, someone
from tests.core.second_factor.test_journey import SIZES, Seen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRESH = "Kestrel-41-meadow"


@pytest.mark.once
@pytest.mark.parametrize("size", SIZES, ids=("desktop", "phone"))
def test_a_password_is_asked_for_and_released_by_the_pages(open_page: Any, live_server: Any, size: Any) -> None:
    person = someone()
    equip(person)
    for role in ("secadmin", "auditor"):
        someone(f"by-{role}", instance_role=role)
    asking, deciding = (open_page(size) for _ in range(2))
    one, other = Seen(asking, live_server.url).log_in("by-secadmin"), Seen(deciding, live_server.url)

    asking.goto(f"{live_server.url}/people/{person.pk}/password/")
    one.looked_at("ask")
    asking.fill("[name=password]", FRESH)
    asking.fill("[name=reason]", "忘记密码，已当面核实本人")
    one.press("submit").looked_at("asked")
    other.log_in("by-auditor")
    deciding.goto(f"{live_server.url}/releases/")
    other.looked_at("list")
    deciding.click(".main-cell a")
    other.looked_at("decide")
    other.press("release").looked_at("released")

    assert one.faults + other.faults == []
    assert ReleaseRequest.objects.get().outcome == "released"
    assert again(person).check_password(FRESH)
