"""The index of the search (搜索索引), and what of it waits to be made."""

from django.db import models

from .fields import GramsField


class SearchEntry(models.Model):
    """What is searched of one row of a source: its folded texts line by line, how they sound, the pieces of both."""

    source = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    row = models.BigIntegerField()
    owner = models.BigIntegerField()
    text = models.TextField()
    initials = models.TextField(blank=True)
    syllables = models.TextField(blank=True)
    grams = GramsField()

    class Meta:
        """One entry per row; ranking reads them by what they lead to."""

        verbose_name = "搜索索引"
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="search_entry_once")]
        indexes = [models.Index(fields=["kind", "owner"], name="search_entry_owner")]

    def __str__(self) -> str:
        """Return the row that it stands for."""
        return f"{self.source} {self.row}"


class SearchMark(models.Model):
    """A row of a source that was written since its entry was made; set by triggers, in the writing transaction.

    `tx` is the number of that transaction on PostgreSQL; on SQLite, where one writes at a time, it is 0.
    """

    source = models.CharField(max_length=30)
    row = models.BigIntegerField()
    tx = models.BigIntegerField(db_index=True)

    class Meta:
        """No key over source and row: writers must not wait for each other here."""

        verbose_name = "待更新的搜索索引"

    def __str__(self) -> str:
        """Return the row that it stands for."""
        return f"{self.source} {self.row}"
