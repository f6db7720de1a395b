"""Addresses of the register."""

from django.urls import include, path

from ..groups.urls import patterns as groups
from ..views import account, account_changes, account_staff, national, register

app_name = "accounts"

urlpatterns = [
    path("", register.account_list, name="list"),
    path("import/", include("accounts.ledger.urls")),
    path("recognise/", account_changes.recognise_link, name="recognise"),
    path("national/", national.national, name="national"),
    path("unfiled/", account_changes.unfiled, name="unfiled"),
    *groups,
    path("<int:pk>/staff-ended/", account_staff.ended, name="staff-ended"),
    path("<int:pk>/", account.detail, name="detail"),
    path("<int:pk>/correct/", account_changes.correct, name="correct"),
    path("<int:pk>/circle/", account_changes.circle, name="circle"),
    path("<int:pk>/custody/", account_changes.custody, name="custody"),
    path("<int:pk>/team/<int:member>/phone/", account.phone, name="team-phone"),
]
