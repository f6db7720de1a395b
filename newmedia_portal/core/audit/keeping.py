"""Rows beside the audit log: checkpoints that are anchored outside, and archives of what left the table."""

from typing import Any, NoReturn

from django.db import models


class Once(models.Model):
    """A row that is written once: neither changed nor deleted."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append only."""
        if self.pk is not None:
            raise TypeError("只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Append only."""
        raise TypeError("只能追加，不能删除。")


class AuditCheckpoint(Once):
    """Where the log stood on a day (审计检查点): number and hash of its last record, printed or mailed to the outside.

    Whoever holds one can prove later that nothing up to it was altered, even against the owner of the database.
    `kept` counts the records that the table held then, `refused` those of the last day that tell of a refusal.
    """

    day = models.DateField("日期", unique=True)
    at = models.DateTimeField("时间")
    seq = models.BigIntegerField("最后一条")
    hash = models.CharField("指纹", max_length=64)
    kept = models.BigIntegerField("在库条数")
    added = models.BigIntegerField("新增条数")
    refused = models.BigIntegerField("其中被拒绝")

    class Meta:
        """Newest first."""

        verbose_name = "审计检查点"
        ordering = ["-day"]

    def __str__(self) -> str:
        """Return its day and number."""
        return f"{self.day} 第 {self.seq} 条"

    @property
    def groups(self) -> str:
        """The hash in groups of eight, as it is read from paper."""
        return " ".join(self.hash[at : at + 8] for at in range(0, len(self.hash), 8))


class AuditArchive(Once):
    """Records that were sealed into a file and taken from the table (审计归档); the chain goes on from `last_hash`."""

    first_seq = models.BigIntegerField("自第")
    last_seq = models.BigIntegerField("至第", unique=True)
    previous_hash = models.CharField("此前的指纹", max_length=64)
    last_hash = models.CharField("最后一条的指纹", max_length=64)
    first_at = models.DateTimeField("最早")
    last_at = models.DateTimeField("最晚")
    file_name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("文件校验值", max_length=64)
    at = models.DateTimeField("归档时间")

    class Meta:
        """Newest first; the numbers are in order."""

        verbose_name = "审计归档"
        ordering = ["-last_seq"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_seq__gte=models.F("first_seq")), name="audit_archive_numbers_in_order"
            )
        ]

    def __str__(self) -> str:
        """Return its numbers."""
        return f"第 {self.first_seq} 至 {self.last_seq} 条"
