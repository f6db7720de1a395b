"""The read API of editions (制度版本查询); the shipped TOML files stand beside this module."""

from datetime import date

from django.db.models import Q

from ..models import EditionRecord


class NoEdition(LookupError):
    """No edition of this regime is in force on that day."""


def edition_for(regime_code: str, on: date) -> EditionRecord:
    """Return the newest published edition of a regime; one with a later day of effect does not bind yet."""
    in_force = EditionRecord.objects.published().filter(Q(effective_from__isnull=True) | Q(effective_from__lte=on))
    record = in_force.filter(code=regime_code).first()
    if record is None:
        raise NoEdition(regime_code)
    return record


def get(pk: int) -> EditionRecord:
    """Return one edition by its row."""
    return EditionRecord.objects.get(pk=pk)
