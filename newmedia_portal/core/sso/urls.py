"""Addresses of single sign-on; the doors answer only for what is switched on."""

from django.urls import path

from . import links, views

app_name = "sso"

urlpatterns = [
    path("oidc/", views.oidc_begin, name="oidc"),
    path("oidc/back/", views.oidc_back, name="oidc-back"),
    path("cas/", views.cas_door, name="cas"),
    path("ldap/", views.ldap_door, name="ldap"),
    path("links/", links.links, name="links"),
    path("links/add/", links.add, name="link"),
    path("links/import/", links.import_links, name="import"),
    path("links/<int:pk>/end/", links.unlink, name="unlink"),
]
