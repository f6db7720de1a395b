"""Addresses of the silence watch (静默监测)."""

from django.urls import URLPattern, path

from ..views.watch import account, dashboard, lists, pauses

urlpatterns: list[URLPattern] = [
    path("activity/", dashboard.dashboard, name="activity"),
    path("watch/", lists.watch_list, name="watch"),
    path("watch/missed/", lists.missed_list, name="missed"),
    path("watch/<int:pk>/", account.detail, name="watch-account"),
    path("watch/<int:pk>/look/", account.look, name="watch-look"),
    path("watch/<int:pk>/pause/", pauses.ask, name="pause-ask"),
    path("watch/flags/<int:pk>/propose/", account.propose, name="flag-propose"),
    path("watch/flags/<int:pk>/keep/", account.keep, name="flag-keep"),
    path("watch/flags/<int:pk>/settle/", account.settle, name="flag-settle"),
    path("pauses/", lists.pause_list, name="pauses"),
    path("pauses/<int:pk>/", pauses.detail, name="pause"),
    path("pauses/<int:pk>/decide/", pauses.decide, name="pause-decide"),
    path("pauses/<int:pk>/end/", pauses.end, name="pause-end"),
    path("pauses/<int:pk>/withdraw/", pauses.withdraw, name="pause-withdraw"),
]
