"""The addresses of the portal, and beside them the Django admin over the same model with the same columns."""

from inspect import ismethod
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path

from accounts.models import MediaAccount
from accounts.views.register import AccountList
from newmedia_portal.core.access.guard import SIGNED_IN
from newmedia_portal.core.ui.context import shell
from newmedia_portal.urls import urlpatterns as portal


class AccountAdmin(ModelAdmin):
    """The changelist as Django gives it: the columns that the register shows, joined in one query, a search box."""

    list_display = [column.code for column in AccountList.columns if column.shown]
    list_select_related = ["platform", "unit"]
    list_per_page = AccountList.size
    search_fields = ["name"]


site = AdminSite(name="bench-admin")
site.register(MediaAccount, AccountAdmin)


def shell_of_the_portal(request: HttpRequest) -> dict[str, Any]:
    """The frame of the portal's pages (a context processor); the admin's pages do not need it."""
    return {} if request.path.startswith("/bench-admin/") else shell(request)


def opened(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Give each address of the admin the rule that the portal asks of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            opened(pattern.url_patterns)
        elif not ismethod(pattern.callback):
            pattern.callback.access_rule = SIGNED_IN  # type: ignore[attr-defined]
    return patterns


urlpatterns = [*portal, path("bench-admin/", (opened(site.get_urls()), "admin", site.name))]
