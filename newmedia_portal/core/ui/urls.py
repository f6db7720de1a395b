"""Addresses of the frame: log-in, password, display settings."""

from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("logged-out/", views.logged_out, name="logged-out"),
    path("password/", views.password_change, name="password_change"),
    path("post/", views.set_unit, name="set-unit"),
    path("display/", views.display, name="display"),
    path("session/", views.session_extend, name="session-extend"),
    path("day/", views.day_kind, name="day-kind"),
    path("menu/", views.menu, name="menu"),
]
