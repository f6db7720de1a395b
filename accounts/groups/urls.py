"""Addresses of work groups, below those of the register."""

from django.urls import path

from . import views

patterns = [
    path("groups/", views.group_list, name="groups"),
    path("groups/members.xlsx", views.template, name="group-template"),
    path("<int:pk>/group/", views.detail, name="group"),
    path("<int:pk>/group/members/", views.members, name="group-members"),
    path("<int:pk>/group/members/<int:member>/leave/", views.leave, name="group-leave"),
    path("<int:pk>/group/end/", views.end, name="group-end"),
    path("<int:pk>/group/cleanup/", views.cleanup, name="group-cleanup"),
]
