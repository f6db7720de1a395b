"""Display settings of a browser (显示设置): large type and high contrast, kept in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .cookies import named

COOKIE = "display"
LARGE = "large"
CONTRAST = "contrast"
CHOICES = {LARGE: "大字", CONTRAST: "高对比"}
YEAR = 365 * 24 * 3600


def chosen_display(request: HttpRequest) -> frozenset[str]:
    """Return the settings of this browser; unknown words in the cookie are ignored."""
    return frozenset(request.COOKIES.get(named(COOKIE), "").split("-")) & CHOICES.keys()


def remember_display(response: HttpResponse, chosen: frozenset[str]) -> None:
    """Keep the settings in the browser for a year."""
    response.set_cookie(
        named(COOKIE),
        "-".join(sorted(chosen & CHOICES.keys())),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
