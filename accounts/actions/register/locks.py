"""What the actions on entries hold while they work (登记加锁): the unit first, then the entry."""

from datetime import datetime

from newmedia_portal.core.access.models import Unit

from ...models import MediaAccount


def lock_unit(unit: Unit) -> Unit:
    """Lock the unit, so that two openings on one platform cannot pass the check at once."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    return Unit.objects.select_related("root").get(pk=unit.pk)


def lock(account: MediaAccount) -> MediaAccount:
    """Lock an entry and return it as it stands."""
    rows = MediaAccount.objects.select_for_update(of=("self",)).select_related("unit__root", "platform")
    return rows.get(pk=account.pk)


def bump(account: MediaAccount, *, at: datetime) -> None:
    """Give an entry its next version."""
    locked = lock(account)
    locked.version, locked.updated_at = locked.version + 1, at
    locked.save(update_fields=["version", "updated_at"])
