"""What upper floors add to the page of an account (账号页面的附加栏): registered panels and actions.

The register stands below filings, so it never asks them; they register here when they are ready.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from .models import MediaAccount


@dataclass(frozen=True)
class Panel:
    """A card on the page of an account: its template gets `panel` with this context."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """A button on top of the page of an account."""

    label: str
    url: str
    testid: str = ""
    primary: bool = False


PanelMaker = Callable[[HttpRequest, MediaAccount], Panel | None]
ActMaker = Callable[[HttpRequest, MediaAccount], list[Act]]
_panels: list[PanelMaker] = []
_acts: list[ActMaker] = []


def register_panel(make: PanelMaker) -> PanelMaker:
    """Add a panel; `make` returns None where it has nothing to show this person."""
    if make not in _panels:
        _panels.append(make)
    return make


def register_acts(make: ActMaker) -> ActMaker:
    """Add buttons; `make` returns those that this person may use on this account."""
    if make not in _acts:
        _acts.append(make)
    return make


def panels_of(request: HttpRequest, account: MediaAccount) -> list[Panel]:
    """Return the panels of an account for the person who looks."""
    return [panel for make in _panels if (panel := make(request, account)) is not None]


def acts_of(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """Return the buttons of an account for the person who looks."""
    return [act for make in _acts for act in make(request, account)]
