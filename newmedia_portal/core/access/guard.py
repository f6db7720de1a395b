"""Every address has a rule; an address without one is refused (see AccessMiddleware)."""

from collections.abc import Callable
from typing import Any, TypeVar

PUBLIC = "public"
SIGNED_IN = "signed_in"
#: The view takes a token of the interface (接口令牌) and nothing else; no session gives a right there.
TOKEN = "token"  # noqa: S105 - the name of a rule

View = TypeVar("View", bound=Callable[..., Any])


def guard(rule: str) -> Callable[[View], View]:
    """Declare who may open a view: PUBLIC, SIGNED_IN, TOKEN, or the name of a permission held without an object.

    Rights on a single object are checked in the view or its action, starting from `visible_to`.
    """

    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark
