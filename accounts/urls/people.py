"""Addresses of people and posts."""

from django.urls import path

from ..views import people, people_changes, posts

app_name = "people"

urlpatterns = [
    path("", people.people_list, name="list"),
    path("add/", people_changes.add, name="add"),
    path("<int:pk>/", people.detail, name="detail"),
    path("<int:pk>/phone/", people.phone, name="phone"),
    path("<int:pk>/change/", people_changes.change, name="change"),
    path("<int:pk>/password/", people_changes.password, name="password"),
    path("<int:pk>/instance-role/", people_changes.instance_role, name="instance-role"),
    path("<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("posts/<int:pk>/end/", posts.end, name="end-post"),
    path("posts/<int:pk>/hand-over/", posts.hand_over, name="hand-over"),
    path("posts/<int:pk>/training/", posts.training, name="training"),
    path("posts/<int:pk>/record/", posts.staff_record, name="staff-record"),
]
