"""Addresses of measures and commendations (处置与表彰)."""

from django.urls import URLPattern, path

from ..views.enforcement import detail, lists, steps

urlpatterns: list[URLPattern] = [
    path("enforcement/", lists.enforcement_list, name="enforcements"),
    path("enforcement/statistics/", lists.statistics, name="enforcement-statistics"),
    path("enforcement/new/", steps.new, name="enforcement-new"),
    path("enforcement/<int:pk>/", detail.detail, name="enforcement"),
    path("enforcement/<int:pk>/paper/", detail.paper, name="enforcement-paper"),
    path("enforcement/<int:pk>/decide/", detail.decide, name="enforcement-decide"),
    path("enforcement/<int:pk>/acknowledge/", detail.acknowledge, name="enforcement-acknowledge"),
    path("enforcement/<int:pk>/propose/", steps.take_up, name="enforcement-propose"),
    path("enforcement/<int:pk>/deliver/", steps.deliver, name="enforcement-deliver"),
    path("enforcement/<int:pk>/answer/", steps.answer, name="enforcement-answer"),
    path("enforcement/<int:pk>/again/", steps.ask_again, name="enforcement-again"),
    path("enforcement/<int:pk>/close/", steps.close, name="enforcement-close"),
    path("enforcement/<int:pk>/withdraw/", steps.withdraw, name="enforcement-withdraw"),
    path("enforcement/<int:pk>/revoke/", steps.revoke, name="enforcement-revoke"),
]
