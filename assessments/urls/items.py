"""Addresses of published items (发布数据)."""

from django.urls import URLPattern, path

from ..views.items import account, detail, imports, lists, tokens

urlpatterns: list[URLPattern] = [
    path("items/", lists.item_list, name="items"),
    path("items/<int:pk>/", detail.detail, name="item"),
    path("items/<int:pk>/correct/", detail.correct, name="item-correct"),
    path("items/<int:pk>/withdraw/", detail.withdraw, name="item-withdraw"),
    path("items/<int:pk>/restore/", detail.restore, name="item-restore"),
    path("accounts/", lists.account_list, name="accounts"),
    path("accounts/<int:pk>/", account.account_page, name="account"),
    path("accounts/<int:pk>/items/new/", account.new_item, name="item-new"),
    path("accounts/<int:pk>/nil/", account.nil, name="nil"),
    path("accounts/<int:pk>/followers/", account.followers, name="followers"),
    path("coverage/<int:pk>/take-back/", account.nil_back, name="nil-back"),
    path("tokens/", tokens.token_list, name="tokens"),
    path("tokens/new/", tokens.issue, name="token-new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("items/import/", imports.start, name="import"),
    path("items/import/template/", imports.template, name="import-template"),
    path("items/import/<int:pk>/", imports.check, name="import-check"),
    path("items/import/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("items/import/<int:pk>/mapping/", imports.mapping, name="import-mapping"),
    path("items/import/<int:pk>/confirm/", imports.confirm, name="import-confirm"),
    path("items/import/<int:pk>/undo/", imports.take_back, name="import-undo"),
    path("items/import/<int:pk>/marked/", imports.marked, name="import-marked"),
]
