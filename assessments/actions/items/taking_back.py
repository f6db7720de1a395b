"""Taking a batch of items back (撤销导入): what it alone told goes, what it changed returns, what others told stays."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Field

from accounts.actions.common import require
from accounts.models import MediaAccount
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ... import facts
from ...models import Coverage, ItemChange, ItemImport, PublishedItem
from ...states import ImportState
from ...tallying import Touched
from ...telling import FIGURES
from .tell import BATCH, settle

MARK = {"withdrawn_on"}
WRITTEN = ["title", "link", "published_at", "original", "figures_on", "push", "withdrawn_on", *FIGURES]
PROVENANCE = ["source", "origin", "batch", "by", "at"]


def undo_import(batch: ItemImport, *, reason: str, by: Any, at: datetime) -> ItemImport:
    """Take a whole batch back: items it alone told of go, figures it changed return, its days are unknown again.

    An item that another source told of as well stays, with that source's figures. Raises Forbidden, Refused without a
    reason or for a batch that is not imported.
    """
    require(by, "assessments.import_items", batch)
    if not reason.strip():
        raise Refused("请写明撤销理由。", field="reason")
    with unit_of_work():
        locked = ItemImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.status != ImportState.DONE:
            raise Refused("只有已导入的批次可以撤销。请刷新页面查看最新情况。")
        accounts = _accounts(locked)
        facts.hold(accounts.values())
        touched = Touched()
        _return(locked, touched)
        _remove(locked, touched)
        Coverage.objects.filter(origin=origin_of(locked)).delete()
        settle(accounts, touched)
        facts.refresh(accounts.values())
        locked.status, locked.ended_at = ImportState.UNDONE, at
        locked.save(update_fields=["status", "ended_at"])
        before = {"file": locked.file_name, **{k: locked.counts.get(k) for k in ("created", "updated")}}
        record("items.undone", by=by, at=at, obj=locked, unit=locked.unit, before=before, reason=reason)
    return locked


def origin_of(batch: ItemImport) -> str:
    """Return the mark under which a batch stands in coverage and items."""
    return f"import:{batch.pk}"


def _accounts(batch: ItemImport) -> dict[int, MediaAccount]:
    ids = set(PublishedItem.objects.filter(batch=batch).values_list("account", flat=True).distinct())
    ids |= set(batch.changes.values_list("account", flat=True).distinct())
    ids |= set(Coverage.objects.filter(origin=origin_of(batch)).values_list("account", flat=True))
    return {one.pk: one for one in MediaAccount.objects.filter(pk__in=ids).select_related("platform", "unit")}


def _return(batch: ItemImport, touched: Touched) -> None:
    """Give the items that the batch changed their former values, but where a later change has the last word."""
    ours = list(batch.changes.order_by("-pk"))
    later = _changes_of({change.item for change in ours})
    rows = _items({change.item for change in ours})
    patched: dict[int, ItemChange] = {}
    for change in ours:
        row = rows.get(change.item)
        after_it = [one for one in later[change.item] if one.pk > change.pk]
        for name, value in change.before.items():
            heir = next((one for one in after_it if name in one.after), None)
            if heir is not None:
                heir.before[name] = value
                patched[heir.pk] = heir
            elif row is not None:
                setattr(row, name, _python(name, value))
        if row is not None:
            touched.add(row.account_id, row.published_on)
    ids = {change.pk for change in ours}
    ItemChange.objects.bulk_update([one for pk, one in patched.items() if pk not in ids], ["before"], batch_size=BATCH)
    PublishedItem.objects.bulk_update(rows.values(), WRITTEN, batch_size=BATCH // 4)
    batch.changes.all().delete()


def _remove(batch: ItemImport, touched: Touched) -> None:
    """Delete the items that the batch alone told of; others pass to the next source that told of them."""
    rows = {row.pk: row for row in PublishedItem.objects.filter(batch=batch)}
    others = _changes_of(rows)
    kept, gone = [], []
    for row in rows.values():
        touched.add(row.account_id, row.published_on)
        heirs = [change for change in others[row.pk] if set(change.after) - MARK]
        if not heirs:
            gone.append(row.pk)
            continue
        told = {name for change in others[row.pk] for name in change.after}
        for name in (*FIGURES, "figures_on", "original"):
            if name not in told:
                setattr(row, name, None)
        first = heirs[0]
        row.source, row.origin, row.batch, row.by, row.at = (
            first.source, first.origin, first.batch, first.by, first.at,
        )  # fmt: skip
        kept.append(row)
    PublishedItem.objects.bulk_update(kept, [*WRITTEN, *PROVENANCE], batch_size=BATCH // 4)
    for at in range(0, len(gone), BATCH):
        part = gone[at : at + BATCH]
        ItemChange.objects.filter(item__in=part).delete()
        PublishedItem.objects.filter(pk__in=part, batch=batch).delete()


def _changes_of(items: Iterable[int]) -> dict[int, list[ItemChange]]:
    """Return all changes of these items, oldest first."""
    found: dict[int, list[ItemChange]] = defaultdict(list)
    ids = sorted(items)
    for at in range(0, len(ids), BATCH):
        for change in ItemChange.objects.filter(item__in=ids[at : at + BATCH]).order_by("pk"):
            found[change.item].append(change)
    return found


def _items(ids: Iterable[int]) -> dict[int, PublishedItem]:
    found: dict[int, PublishedItem] = {}
    wanted = sorted(ids)
    for at in range(0, len(wanted), BATCH):
        found |= PublishedItem.objects.in_bulk(wanted[at : at + BATCH])
    return found


def _python(name: str, value: Any) -> Any:
    field = PublishedItem._meta.get_field(name)
    return field.to_python(value) if isinstance(field, Field) else value
