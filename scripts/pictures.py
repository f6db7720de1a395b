"""Take the pictures of the guides (说明书图片) from a demo that is being served: docs/images/*.png.

    make demo                                  # in another window, freshly set up
    .venv/bin/python -m scripts.pictures       # or with --site http://127.0.0.1:8899 and the names of some pictures

Each picture is one person on one page; pages of cases are found through the lists, as people find them.
"""

import argparse
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}
COLOURS = 48
CHINESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, where they begin, which links they follow (selectors), what is scrolled to the top."""

    name: str
    who: str
    address: str
    follow: tuple[str, ...] = ()
    top: str = ""
    phone: bool = False


ROW = "main tbody tr td a"
CASE = "main tbody tr td a[href^='/filings/']"
REPOST = "main tbody tr td a[href^='/duties/reposts/']"
MESSAGE = "main tbody tr td a[href^='/duties/messages/']"
ROSTER = "main tbody tr td a[href^='/duties/rosters/']"
INCIDENT = "main tbody tr td a[href^='/duties/incidents/']"

PICTURES = (
    Picture("login", "", "/login/"),
    Picture("operator-workbench", "gejiu-operator", "/"),
    Picture("filing-choose", "gejiu-operator", "/filings/new/"),
    Picture("filing-begin", "gejiu-operator", "/filings/new/open/"),
    Picture("filing-tasks", "gejiu-operator", "/filings/?state=draft", (CASE,)),
    Picture("filing-task", "gejiu-operator", "/filings/?state=draft", (CASE, "[data-testid^=task-]")),
    Picture("filing-papers", "gejiu-operator", "/filings/?state=draft", (CASE, "[data-testid=task-papers]")),
    Picture("filing-check", "gejiu-operator", "/filings/?state=draft", (CASE, "[data-testid=go-check]")),
    Picture("filing-receipt", "gejiu-operator", "/filings/?state=unit", (CASE, "main a[href$='/receipt/']")),
    Picture("filing-due", "gejiu-operator", "/filings/?state=unit", (CASE,), top="#due-how"),
    Picture("filing-returned", "gejiu-operator", "/filings/?state=returned", (CASE,)),
    Picture("filing-change", "gejiu-operator", "/filings/new/change/"),
    Picture("account", "gejiu-operator", "/accounts/?state=filed", (ROW,)),
    Picture("leader-workbench", "gejiu-chief", "/", phone=True),
    Picture("leader-case", "gejiu-chief", "/todo/", ("main a[href^='/filings/']",), phone=True),
    Picture("leader-decide", "gejiu-chief", "/todo/", ("main a[href^='/filings/']",), "#decide-card", phone=True),
    Picture("registrar-workbench", "gejiu-registrar", "/"),
    Picture("registrar-case", "gejiu-registrar", "/todo/", ("main a[href^='/filings/']",)),
    Picture("registrar-queue", "gejiu-registrar", "/filings/queue/"),
    Picture("registrar-deadlines", "gejiu-registrar", "/todo/?tab=deadlines"),
    Picture("unfiled", "gejiu-registrar", "/accounts/unfiled/"),
    Picture("register", "gejiu-registrar", "/accounts/"),
    Picture("import-start", "gejiu-registrar", "/accounts/import/"),
    Picture("units", "sysadmin", "/units/"),
    Picture("people", "sysadmin", "/people/"),
    Picture("person", "sysadmin", "/people/?q=gejiu-operator", (ROW,)),
    Picture("calendar", "sysadmin", "/calendar/"),
    Picture("calendar-enter", "sysadmin", "/calendar/enter/?year=2027"),
    Picture("regimes", "sysadmin", "/regimes/"),
    Picture("regimes-compare", "sysadmin", "/regimes/compare/"),
    Picture("regime", "sysadmin", "/regimes/", ("main a[href^='/regimes/']:not([href*=compare])",)),
    Picture("platforms", "sysadmin", "/platforms/"),
    Picture("security-workbench", "secadmin", "/"),
    Picture("audit", "auditor", "/audit/"),
    Picture("audit-entry", "auditor", "/audit/", (ROW,)),
    Picture("messages-settings", "soe-operator", "/messages/settings/"),
    Picture("messages-channels", "sysadmin", "/messages/channels/"),
    Picture("observer-workbench", "gejiu-observer", "/"),
    Picture("message", "taibai-operator", "/duties/messages/?view=overdue", (MESSAGE,)),
    Picture("roster", "corp-operator", "/duties/rosters/", (ROSTER,)),
    Picture("incident-report", "corp-operator", "/duties/incidents/new/", phone=True),
    Picture("incident", "corp-operator", "/duties/incidents/?state=handling", (INCIDENT,)),
    Picture("repost-confirm", "gejiu-operator", "/duties/reposts/", (REPOST, "[data-testid=confirm]"), phone=True),
    Picture("repost-task", "gejiu-registrar", "/duties/reposts/", (REPOST,)),
)


class Camera:
    """A browser before a served demo; people stay signed in between their pictures."""

    def __init__(self, browser: Any, site: str, password: str) -> None:
        self.browser, self.site, self.password = browser, site.rstrip("/"), password
        self.desks: dict[tuple[str, bool], Page] = {}

    def desk(self, who: str, phone: bool) -> Page:
        """Return the page of a person who is signed in; nobody's page stays at the log-in."""
        if (who, phone) not in self.desks:
            size = PHONE if phone else DESK
            context = self.browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
            page = context.new_page()
            if who:
                page.goto(f"{self.site}/login/")
                page.fill("[name=username]", who)
                page.fill("[name=password]", self.password)
                page.click("[data-testid=submit]")
                page.wait_for_url(lambda url: "/login/" not in url)
            self.desks[who, phone] = page
        return self.desks[who, phone]

    def take(self, picture: Picture) -> bytes:
        """Walk to the page and return the picture of it, with few colours."""
        page = self.desk(picture.who, picture.phone)
        page.goto(f"{self.site}{picture.address}")
        for selector in picture.follow:
            with page.expect_navigation():
                page.locator(selector).first.click()
        if picture.top:
            page.locator(picture.top).first.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top - 90)")
        page.evaluate("document.fonts.ready")
        return few_colours(page.screenshot())


def few_colours(png: bytes) -> bytes:
    """Return the same picture with a small palette: a third of the bytes and still readable."""
    book = io.BytesIO()
    reduced = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(book, "PNG", optimize=True)
    return book.getvalue()


def main() -> int:
    """Take all pictures, or those named; say which could not be taken."""
    parser = argparse.ArgumentParser(description="从运行中的演示截取说明书图片。")
    parser.add_argument("--site", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--password", default=os.environ.get("DEMO_PASSWORD", "Demo-2026-portal"))
    parser.add_argument("names", nargs="*", help="只截取这些图片")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    missed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=CHINESE)
        camera = Camera(browser, options.site, options.password)
        for picture in [one for one in PICTURES if not options.names or one.name in options.names]:
            try:
                (FOLDER / f"{picture.name}.png").write_bytes(camera.take(picture))
            except Exception as error:
                missed.append(f"{picture.name}: {str(error).splitlines()[0]}")
        browser.close()
    print(f"{sum(file.stat().st_size for file in FOLDER.glob('*.png')) / 1e6:.2f} MB in {FOLDER}")
    print("\n".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
