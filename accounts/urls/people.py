"""Addresses of people and posts."""

from django.urls import include, path

from ..views import handovers, holdings, people, people_changes, person_sessions, posts

app_name = "people"

urlpatterns = [
    path("", people.people_list, name="list"),
    path("left/", holdings.left_over, name="left-over"),
    path("handovers/", handovers.handover_list, name="handovers"),
    path("handovers/<int:pk>/", handovers.detail, name="handover"),
    path("handovers/<int:pk>/print/", handovers.paper, name="handover-print"),
    path("handovers/<int:pk>/sign/<slug:side>/", handovers.sign, name="handover-sign"),
    path("handovers/items/<int:pk>/", handovers.tick, name="handover-tick"),
    path("<int:pk>/holdings/", holdings.holdings, name="holdings"),
    path("import/", include("accounts.intake.urls")),
    path("add/", people_changes.add, name="add"),
    path("<int:pk>/", people.detail, name="detail"),
    path("<int:pk>/phone/", people.phone, name="phone"),
    path("<int:pk>/change/", people_changes.change, name="change"),
    path("<int:pk>/password/", people_changes.password, name="password"),
    path("<int:pk>/sessions/", person_sessions.sessions, name="sessions"),
    path("<int:pk>/instance-role/", people_changes.instance_role, name="instance-role"),
    path("<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("posts/<int:pk>/end/", posts.end, name="end-post"),
    path("posts/<int:pk>/hand-over/", posts.hand_over, name="hand-over"),
    path("posts/<int:pk>/training/", posts.training, name="training"),
    path("posts/<int:pk>/record/", posts.staff_record, name="staff-record"),
]
