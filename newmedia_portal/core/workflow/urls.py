"""Addresses of the approval chain: substitutions (代理), steps without a holder (无人办理), presence (在场)."""

from django.urls import path

from .views import presence, stuck, substitutions

urlpatterns = [
    path("substitutions/", substitutions.substitutions, name="substitutions"),
    path("substitutions/<int:pk>/end/", substitutions.end, name="end-substitution"),
    path("stuck/", stuck.stuck, name="stuck"),
    path("stuck/<int:pk>/terminate/", stuck.terminate, name="terminate-run"),
    path("presence/", presence.presence, name="presence"),
]
