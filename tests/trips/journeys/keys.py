"""A person who counts (计数): presses, fields typed into, pages that came; with the mouse or by keyboard alone."""

from __future__ import annotations

from typing import Any

from .desk import Desk

HERE = "selector => Boolean(document.activeElement && document.activeElement.matches(selector))"
FAR = 160
#: So often a button is pressed that does not answer, and so many tenths of a second are waited each time.
PRESSES = 4
WAITS = 30


class Hands:
    """Works at a desk and keeps count of what it did; `wrong` counts pages that came back with errors."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page
        self.clicks = self.pages = self.wrong = 0
        self.typed: list[str] = []
        self.page.on("framenavigated", self._came)

    def _came(self, frame: Any) -> None:
        self.pages += frame == self.page.main_frame

    def click(self, selector: str) -> None:
        """Click what changes nothing but the page itself."""
        self.clicks += 1
        self.page.locator(f"{selector}:visible").first.click()

    def follow(self, selector: str) -> None:
        """Click what leads to another page."""
        self.clicks += 1
        self.desk.follow(self.page.locator(f"{selector}:visible").first)
        self._look()

    def write(self, selector: str, text: str) -> None:
        """Type into a field, whatever stood there."""
        self.typed.append(selector)
        self.page.locator(selector).first.fill(text)

    def _look(self) -> None:
        self.wrong += self.page.locator("[data-testid=error-summary]").count()


class Keyboard(Hands):
    """The same by keyboard alone: nothing is clicked, no element is given the focus but by keys."""

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def at(self, selector: str) -> bool:
        """Whether the focus is there."""
        return bool(self.page.evaluate(HERE, selector))

    def reach(self, selector: str) -> None:
        """Go on with the tab key until the focus is there."""
        for _ in range(FAR):
            if self.at(selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by the tab key on {self.page.url}")

    def main(self) -> None:
        """Skip to the content, as the first link of every page allows."""
        self.reach(".skip")
        self.press("Enter")

    def enter(self, selector: str) -> None:
        """Go there, and press Enter for the page behind it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.press("Enter")
        self._look()

    def write(self, selector: str, text: str) -> None:
        """Go there and type."""
        self.reach(selector)
        self.typed.append(selector)
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Go through the options of a list with the arrow keys."""
        self.reach(selector)
        for _ in range(FAR):
            if self.page.locator(selector).input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{selector} has no {value}")

    def pick(self, name: str, value: str) -> None:
        """Choose one of several round buttons with the space bar and the arrow keys."""
        self.reach(f"[type=radio][name={name}]")
        self.press("Space")
        for _ in range(10):
            if self.at(f"[name={name}][value={value}]"):
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def attach(self, selector: str, file: dict[str, Any]) -> None:
        """Open the dialogue of files from its button, and choose one; press again, as one does, if none comes."""
        self.reach(selector)
        dialogues: list[Any] = []
        self.page.once("filechooser", lambda dialogue: dialogues.append(dialogue))
        for _ in range(PRESSES):
            self.press("Enter")
            for _ in range(WAITS):
                if dialogues:
                    dialogues[0].set_files(file)
                    return
                self.page.wait_for_timeout(100)
        raise AssertionError(f"{selector} opens no dialogue of files on {self.page.url}")
