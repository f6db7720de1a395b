"""Taking an import back (撤销导入): what it created goes, what it changed returns, as one unit."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..actions.common import require
from ..hooks import derived_models
from ..models import ImportBatch, ImportRow, MediaAccount, NameRecord, TeamMember
from ..models.imports import BatchState
from .bulk import update_rows
from .plan import CREATED, UPDATED
from .snapshot import in_parts
from .store import UPDATED_COLUMNS, keys_of

PART = 900
DATES = ("opened_on", "closed_on", "last_post_on")


def undo(batch: ImportBatch, *, by: Any, at: datetime, reason: str) -> ImportBatch:
    """Take a whole batch back and keep its rows as history.

    Raises Forbidden without the right over the unit, Refused without a reason, for a batch that is not imported, or
    when an account of the batch has been changed since or is used by a filing.
    """
    require(by, "accounts.import_ledger", batch.unit)
    if not reason.strip():
        raise Refused("请写明撤销理由。", field="reason")
    with unit_of_work():
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.status != BatchState.DONE:
            raise Refused("只有已导入的批次可以撤销。请刷新页面查看最新情况。")
        rows = list(locked.rows.exclude(account=None).values_list("account_id", "action", "before", "after"))
        _refuse_changed(rows)
        created = [account for account, action, _, _ in rows if action == CREATED]
        _refuse_used(locked)
        _restore(rows, at=at)
        _remove(locked, created)
        _remove_units(locked)
        locked.status, locked.undone_at = BatchState.UNDONE, at
        locked.save(update_fields=["status", "undone_at"])
        before = {"file": locked.file_name, **{k: locked.counts.get(k) for k in ("created", "updated")}}
        record("ledger.undone", by=by, at=at, obj=locked, unit=locked.unit, before=before, reason=reason.strip())
    batch.refresh_from_db()
    return locked


def _refuse_changed(rows: list[tuple[int, str, dict[str, Any], dict[str, Any]]]) -> None:
    """Refuse when an account was touched after the import."""
    touched = {account: after["version"] for account, action, _, after in rows if action in (CREATED, UPDATED)}
    changed = 0
    for part in in_parts(sorted(touched), PART):
        accounts = MediaAccount.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
        changed += sum(1 for pk, version in accounts.values_list("pk", "version") if version != touched[pk])
    if changed:
        raise Refused(f"导入后已有 {changed} 个账号又作了修改,不能整批撤销。请逐个更正这些账号。")


def _refuse_used(batch: ImportBatch) -> None:
    """Refuse when anything but the import's own rows points to an account it created."""
    own = {TeamMember, NameRecord, ImportRow, *derived_models()}
    created = batch.rows.filter(action=CREATED).values("account")
    for relation in MediaAccount._meta.related_objects:
        model = relation.related_model
        if model in own:
            continue
        if model._base_manager.filter(**{f"{relation.field.name}__in": created}).exists():
            what = model._meta.verbose_name
            raise Refused(f"导入的账号已有关联的{what},不能整批撤销。请先处理这些关联事项。")


def _restore(rows: list[tuple[int, str, dict[str, Any], dict[str, Any]]], *, at: datetime) -> None:
    """Give changed accounts their former values, teams and names."""
    changed = {account: (before, after) for account, action, before, after in rows if action == UPDATED}
    lines, dropped, reopened, names_gone, names_back = [], [], [], [], []
    for part in in_parts(sorted(changed)):
        for values in MediaAccount.objects.filter(pk__in=part).values("pk", *UPDATED_COLUMNS):
            before, after = changed[values["pk"]]
            values.update({name: _value(name, before[name]) for name in UPDATED_COLUMNS if name in before})
            values["version"] = after["version"] + 1
            values |= keys_of(values)
            lines.append([values["pk"], *(values[name] for name in UPDATED_COLUMNS)])
            dropped.extend(after.get("team", []))
            reopened.extend(before.get("team", []))
            names_gone.extend(after.get("names", []))
            names_back.extend([before["name_record"]] if before.get("name_record") else [])
    for part in in_parts(dropped):
        TeamMember.objects.filter(pk__in=part).delete()
    for part in in_parts(reopened):
        TeamMember.objects.filter(pk__in=part).update(until=None)
    for part in in_parts(names_gone):
        NameRecord.objects.filter(pk__in=part).delete()
    for part in in_parts(names_back):
        NameRecord.objects.filter(pk__in=part).update(until=None)
    update_rows(MediaAccount, UPDATED_COLUMNS, lines)
    for part in in_parts(sorted(changed)):
        MediaAccount.objects.filter(pk__in=part).update(updated_at=at)


def _value(name: str, stored: Any) -> Any:
    return date.fromisoformat(stored) if name in DATES and stored else stored


def _remove(batch: ImportBatch, created: list[int]) -> None:
    """Delete the accounts that the batch created; rows of history stay, without their account."""
    accounts = batch.rows.filter(action=CREATED).values("account")
    for model in (TeamMember, NameRecord, *derived_models()):
        model._default_manager.filter(account__in=accounts)._raw_delete("default")  # type: ignore[attr-defined]
    for part in in_parts(created, PART):
        ImportRow.objects.filter(account__in=part).update(account=None)
        MediaAccount.objects.filter(pk__in=part)._raw_delete("default")


def _remove_units(batch: ImportBatch) -> None:
    """Delete the units that the batch created and nobody uses."""
    used: dict[str, set[int]] = defaultdict(set)
    numbers = batch.counts.get("unit_ids", [])
    for part in in_parts(numbers):
        for relation in Unit._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            if name == "root" and model is Unit:
                continue
            found = model._base_manager.filter(**{f"{name}__in": part}).values_list(name, flat=True).distinct()
            used["units"].update(found)
    for part in in_parts([number for number in numbers if number not in used["units"]]):
        Unit.objects.filter(Q(pk__in=part))._raw_delete("default")
