"""A person at a browser (办公桌): what people do on the pages, in the words of the pages."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth import get_user_model
from django.test import Client


class Desk:
    """One person, signed in, with one open page."""

    def __init__(self, page: Any, site: str, username: str) -> None:
        self.page, self.site, self.username = page, site, username

    def come_in(self) -> Self:
        """Take up a session that is signed in already, and open the workbench."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=self.username))
        key = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": key, "url": self.site}])
        return self.go("/")

    def log_in(self, password: str) -> Self:
        """Sign in through the log-in page."""
        return self.go("/login/").log_in_here(password)

    def log_in_here(self, password: str) -> Self:
        """Sign in on the log-in page that is open."""
        self.page.fill("[name=username]", self.username)
        self.page.fill("[name=password]", password)
        self.page.click("[data-testid=submit]")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self

    def go(self, address: str) -> Self:
        """Open an address of the portal."""
        self.page.goto(f"{self.site}{address}")
        return self

    @property
    def address(self) -> str:
        """The address of the open page."""
        return self.page.url.removeprefix(self.site)

    def text(self, testid: str) -> str:
        """Return the words of a marked value, on one line."""
        return " ".join(self.page.locator(f"[data-testid={testid}]").first.inner_text().split())

    def sees(self, words: str) -> bool:
        """Whether the words stand somewhere in the page."""
        return words in self.page.locator("main").inner_text()

    def press(self, testid: str) -> Self:
        """Press a marked button and wait for the page that follows."""
        return self.follow(self.page.locator(f"[data-testid={testid}]:visible").first)

    def follow(self, link: Any) -> Self:
        """Press what leads to another page, and wait until that page is whole: a click alone waits for its start."""
        with self.page.expect_navigation():
            link.click()
        return self

    def answer(self, name: str, value: Any) -> bool:
        """Answer one question of the form in whatever way it is asked; say whether it is asked here."""
        fields = self.page.locator(f"main [name='{name}']")
        if fields.count() == 0:
            return False
        kind = fields.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind == "select-one":
            fields.first.select_option(str(value))
        elif kind == "radio":
            word = {True: "yes", False: "no"}.get(value, value)
            self.page.locator(f"main [name='{name}'][value='{word}']").check()
        elif kind == "checkbox":
            if not isinstance(value, list):
                fields.first.check()
            for one in value if isinstance(value, list) else []:
                self.page.locator(f"main [name='{name}'][value='{one}']").check()
        elif kind != "hidden":
            fields.first.fill(str(value))
        return True
