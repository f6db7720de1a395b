"""Addresses of single sign-on; the doors answer only for what is switched on."""

from django.urls import path

from .views import doors, links, own

app_name = "sso"

urlpatterns = [
    path("oidc/", doors.oidc_begin, name="oidc"),
    path("oidc/back/", doors.oidc_back, name="oidc-back"),
    path("cas/", doors.cas_door, name="cas"),
    path("ldap/", doors.ldap_door, name="ldap"),
    path("links/", links.links, name="links"),
    path("links/add/", links.add, name="link"),
    path("links/import/", links.import_links, name="import"),
    path("links/<int:pk>/end/", links.unlink, name="unlink"),
    path("own/directory/", own.directory, name="own-directory"),
    path("own/<int:pk>/end/", own.unlink, name="own-unlink"),
    path("own/<slug:kind>/", own.link, name="own-link"),
]
