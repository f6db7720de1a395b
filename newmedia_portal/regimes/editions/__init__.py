"""The read API of editions (制度版本查询); the shipped TOML files stand beside this module."""

from datetime import date

from ..models import EditionRecord, EditionState


class NoEdition(LookupError):
    """No edition of this regime is in force on that day."""


def edition_for(regime_code: str, on: date) -> EditionRecord:
    """Return the newest published edition of a regime; one with a later effective date does not bind yet."""
    published = EditionRecord.objects.filter(code=regime_code, state=EditionState.PUBLISHED)
    for record in published.order_by("-pk"):
        if record.effective_from is None or record.effective_from <= on:
            return record
    raise NoEdition(regime_code)


def get(pk: int) -> EditionRecord:
    """Return one edition by its row."""
    return EditionRecord.objects.get(pk=pk)
