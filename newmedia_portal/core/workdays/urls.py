"""Addresses of the calendar."""

from django.urls import path

from . import views

app_name = "calendar"

urlpatterns = [
    path("", views.year, name="year"),
    path("<int:number>/", views.year, name="year"),
    path("count/", views.count, name="count"),
    path("enter/", views.enter, name="enter"),
    path("enter/template/", views.template, name="template"),
    path("correct/", views.correct, name="correct"),
]
