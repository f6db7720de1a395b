"""What the pages of published items share: finding by right."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import MediaAccount

from ...models import ItemImport, PublishedItem

VIEW = "assessments.list_activity"
ENTER = "assessments.enter_items"
IMPORT = "assessments.import_items"


def find_account(request: HttpRequest, pk: int) -> MediaAccount:
    """Return an account that the person may see; hidden ones are not found."""
    rows = MediaAccount.objects.visible_to(request.user).select_related("platform", "unit__root")
    return get_object_or_404(rows, pk=pk)


def find_own_account(request: HttpRequest, pk: int) -> MediaAccount:
    """Return an account for which the person may enter items; all others are not found."""
    account = find_account(request, pk)
    if not request.user.has_perm(ENTER, account):
        raise Http404
    return account


def find_item(request: HttpRequest, pk: int) -> PublishedItem:
    """Return an item that the person may see; hidden ones are not found."""
    rows = PublishedItem.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("account__platform", "account__unit", "by", "batch"), pk=pk)


def find_own_item(request: HttpRequest, pk: int) -> PublishedItem:
    """Return an item that the person may correct; all others are not found."""
    item = find_item(request, pk)
    if not request.user.has_perm(ENTER, item.account):
        raise Http404
    return item


def find_batch(request: HttpRequest, pk: int) -> ItemImport:
    """Return a batch that the person may work on; all others are not found."""
    rows = ItemImport.objects.visible_to(request.user).select_related("unit__root", "by", "account__platform")
    batch = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(IMPORT, batch):
        raise Http404
    return batch
