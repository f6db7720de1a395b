"""Addresses of outputs (上报与通报): dashboard with its lists, workbook of a quarter, bulletins."""

from django.urls import URLPattern, path

from ..views.outputs import bulletins, dashboard, workbook

urlpatterns: list[URLPattern] = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/obligations/", dashboard.obligation_list, name="board-obligations"),
    path("dashboard/checks/", dashboard.check_list, name="board-checks"),
    path("dashboard/steps/", dashboard.step_list, name="board-steps"),
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/<int:pk>/", bulletins.detail, name="bulletin"),
    path("bulletins/<int:pk>/refresh/", bulletins.refresh, name="bulletin-refresh"),
    path("bulletins/<int:pk>/drop/", bulletins.drop, name="bulletin-drop"),
    path("bulletins/<int:pk>/paper/", bulletins.paper, name="bulletin-paper"),
    path("inspections/<int:pk>/bulletin/", bulletins.start_campaign, name="bulletin-campaign"),
    path("<str:period>/workbook/", workbook.workbook, name="quarter-workbook"),
    path("<str:period>/workbook/export/", workbook.export, name="quarter-export"),
    path("<str:period>/bulletin/", bulletins.start_quarter, name="bulletin-quarter"),
]
