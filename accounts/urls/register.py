"""Addresses of the register."""

from django.urls import include, path

from ..views import account, account_changes, register

app_name = "accounts"

urlpatterns = [
    path("", register.account_list, name="list"),
    path("import/", include("accounts.ledger.urls")),
    path("recognise/", account_changes.recognise_link, name="recognise"),
    path("unfiled/", account_changes.unfiled, name="unfiled"),
    path("<int:pk>/", account.detail, name="detail"),
    path("<int:pk>/correct/", account_changes.correct, name="correct"),
    path("<int:pk>/custody/", account_changes.custody, name="custody"),
    path("<int:pk>/team/<int:member>/phone/", account.phone, name="team-phone"),
]
