"""In the browser: enrol, keep the codes, log out, come back with a code, at the desk and on the phone (旅程)."""

from base64 import b32decode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from newmedia_portal.core.access.models import User
from newmedia_portal.core.second_factor.codes import address_of
from newmedia_portal.core.second_factor.models import Authenticator

from .making import PASSWORD, shown, someone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 1366, "height": 768}, {"width": 375, "height": 812}]


class Seen:
    """A page that is looked at wherever it stops."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.faults = page, address, list[tuple[str, str]]()

    def looked_at(self, name: str) -> "Seen":
        """Ask axe, and whether the page is wider than its window."""
        found = [(name, fault["id"]) for fault in Axe().run(self.page).response["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        self.faults += [*found, *([(name, "too wide")] if wide else [])]
        return self

    def log_in(self, name: str) -> "Seen":
        """Give name and password."""
        self.page.goto(f"{self.address}/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        return self.press("submit")

    def press(self, button: str) -> "Seen":
        """Press and wait for what comes."""
        with self.page.expect_navigation():
            self.page.click(f"[data-testid={button}]")
        return self


@pytest.mark.once
@pytest.mark.parametrize("size", SIZES, ids=("desktop", "phone"))
def test_from_enrolment_to_the_next_log_in(open_page, live_server, settings, size):
    settings.SECOND_FACTOR = "admins"
    someone("sec", instance_role="secadmin")
    page = open_page(size)
    seen = Seen(page, live_server.url).log_in("sec").looked_at("enrolment")

    picture = Image.open(BytesIO(page.locator(".qr").screenshot()))
    scanned = [code.text for code in zxingcpp.read_barcodes(picture)]
    secret = b32decode(page.inner_text("[data-testid=secret]").replace(" ", "")).hex()
    page.fill("[name=code]", "12")
    seen.press("submit").looked_at("enrolment, wrong code")
    page.fill("[name=code]", shown(secret, steps=-1))
    seen.press("submit").looked_at("codes")
    codes = page.locator("[data-testid=codes] li").all_inner_texts()
    with page.expect_download() as download:
        page.click("[data-testid=codes-text]")
    text = download.value.path().read_text(encoding="utf-8-sig")
    seen.press("submit")
    page.goto(f"{live_server.url}/second-factor/")
    seen.looked_at("account")
    page.click("details.menu summary")
    seen.press("logout").log_in("sec").looked_at("check")
    page.fill("[name=code]", "000000")
    seen.press("submit").looked_at("check, wrong code")
    page.wait_for_timeout(1100)
    page.fill("[name=code]", shown(secret))
    seen.press("submit")

    assert seen.faults == []
    assert scanned == [address_of(secret, "sec")]
    assert len(codes) == 10
    assert all(code in text for code in codes)
    assert page.url == f"{live_server.url}/"
    assert Authenticator.objects.get(user=User.objects.get(username="sec")).secret == secret
