"""Display settings of a browser (显示设置): large type and high contrast, kept in a cookie."""

from django.http import HttpRequest, HttpResponse

COOKIE = "display"
LARGE = "large"
CONTRAST = "contrast"
CHOICES = {LARGE: "大字", CONTRAST: "高对比"}
YEAR = 365 * 24 * 3600


def chosen_display(request: HttpRequest) -> frozenset[str]:
    """Return the settings of this browser; unknown words in the cookie are ignored."""
    return frozenset(request.COOKIES.get(COOKIE, "").split("-")) & CHOICES.keys()


def remember_display(response: HttpResponse, chosen: frozenset[str]) -> None:
    """Keep the settings in the browser for a year."""
    response.set_cookie(COOKIE, "-".join(sorted(chosen & CHOICES.keys())), max_age=YEAR, httponly=True, samesite="Lax")
