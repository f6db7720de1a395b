"""Numbers without gaps (无断号编号): taken under lock, in the transaction that uses them."""

import secrets
from datetime import datetime

from django.utils.timezone import localtime

from .models import Sequence

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_value(key: str) -> int:
    """Return the next number of a sequence; a transaction that is undone gives its number back."""
    Sequence.objects.bulk_create([Sequence(key=key)], ignore_conflicts=True)
    sequence = Sequence.objects.select_for_update().get(key=key)
    sequence.value += 1
    sequence.save(update_fields=["value"])
    return sequence.value


def filing_number(prefix: str, at: datetime) -> str:
    """Return the next receipt number of a regime, e.g. GJ-2026-0143 (受理编号)."""
    year = localtime(at).year
    return f"{prefix}-{year}-{next_value(f'filing/{prefix}/{year}'):04d}"


def certificate_number(prefix: str, at: datetime) -> str:
    """Return the next certificate number of a regime, e.g. GJ备2026-0139 (备案编号)."""
    year = localtime(at).year
    return f"{prefix}备{year}-{next_value(f'certificate/{prefix}/{year}'):04d}"


def check_code() -> str:
    """Return a random code of ten characters that are not mistaken for one another (核验码)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
