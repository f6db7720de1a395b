"""The portal's addresses and one that never answers by itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.urls import handler500, urlpatterns

__all__ = ["handler500"]


@guard(PUBLIC)
def endless(request: HttpRequest) -> HttpResponse:
    """Ask the database to sleep for ten minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(600)")
    return HttpResponse("awake")


urlpatterns = [*urlpatterns, path("soak/endless/", endless, name="soak-endless")]
