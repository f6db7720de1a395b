"""Numbers without gaps (无断号编号): taken under lock, in the transaction that uses them."""

from django.db import models


class Sequence(models.Model):
    """A counter that is taken under lock in the transaction that uses it, so that no number is lost."""

    key = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        """One row per series of numbers."""

        verbose_name = "编号序列"

    def __str__(self) -> str:
        """Return the key and the last number taken."""
        return f"{self.key}={self.value}"


def next_value(key: str) -> int:
    """Return the next number of a sequence; a transaction that is undone gives its number back."""
    Sequence.objects.bulk_create([Sequence(key=key)], ignore_conflicts=True)
    sequence = Sequence.objects.select_for_update().get(key=key)
    sequence.value += 1
    sequence.save(update_fields=["value"])
    return sequence.value
