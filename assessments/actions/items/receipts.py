"""Receipts become items (发布回执计入发布): what was published after review is known without entering it twice."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.audit import record
from reviews.hooks import on_receipt, on_retraction
from reviews.models import Receipt, Retraction

from ...models import ItemChange, PublishedItem
from ...states import Source
from ...telling import Told
from .record import withdraw_item
from .tell import UNCHANGED, Origin, tell


def origin_of(receipt: Receipt) -> str:
    """Return the mark of a receipt in items."""
    return f"receipt:{receipt.pk}"


@on_receipt
def take_receipt(receipt: Receipt, *, by: Any, at: datetime) -> None:
    """Take a publication over as an item. One that replaces another (人工核对) tells of no new item.

    The same link recorded again is the same item; its title follows the later receipt.
    """
    if receipt.replaces_id is not None and items_of([receipt.replaces_id]):
        return
    account = MediaAccount.objects.select_related("platform", "unit").get(pk=receipt.account_id)
    title = receipt.title or (receipt.post.title if receipt.post else "") or receipt.text[:60] or "(没有标题)"
    told = Told(
        account=account,
        published_on=localdate(receipt.published_at),
        published_at=receipt.published_at,
        title=title,
        link=receipt.link,
        origin=origin_of(receipt),
    )
    outcome = tell([told], Origin(Source.RECEIPT, by, at, origin=told.origin))
    if outcome.verdicts != [UNCHANGED]:
        item = outcome.items[0]
        record("items.receipt", by=by, at=at, obj=item, unit=account.unit, after={"receipt": receipt.pk})


@on_retraction
def take_retraction(retraction: Retraction, *, by: Any, at: datetime) -> None:
    """Mark the items of a post that was taken down everywhere (撤稿). A correction (更正) leaves them as they are."""
    if retraction.kind != "retract":
        return
    receipts = list(Receipt.objects.filter(post=retraction.post_id).values_list("pk", flat=True))
    for item in items_of(receipts):
        if item.withdrawn_on is None:
            withdraw_item(
                item, on=localdate(retraction.done_at), reason=f"撤稿:{retraction.reason}", by=by, at=at,
                source=Source.RECEIPT,
            )  # fmt: skip


def items_of(receipts: list[int]) -> list[PublishedItem]:
    """Return the items that these receipts made or completed."""
    marks = [f"receipt:{pk}" for pk in receipts]
    accounts = Receipt.objects.filter(pk__in=receipts).values("account")
    ids = ItemChange.objects.filter(account__in=accounts, origin__in=marks).values_list("item", flat=True)
    made = PublishedItem.objects.filter(account__in=accounts, origin__in=marks)
    found = {row.pk: row for row in made.select_related("account__unit", "account__platform")}
    rest = PublishedItem.objects.filter(pk__in=set(ids) - set(found)).select_related("account__unit")
    return [*found.values(), *rest]
