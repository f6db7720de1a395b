"""What goes with a signature: answered questions, changes of importance, what the author says of a hit."""

from typing import Any

from django.db import models

from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow.models import Step

from ..states import Importance
from .posts import Post


class Written(models.Model):
    """Base of rows that are written once."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was written."""
        if self.pk is not None:
            raise TypeError("已写入的记录不能修改。")
        super().save(*args, **kwargs)


class Answers(Written):
    """A checklist as its reviewer answered it (核对清单、保密审查问题), line by line."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="answers")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    checklist = models.CharField("清单", max_length=40)
    lines = models.JSONField("逐项回答")
    content_hash = models.CharField("内容指纹", max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Once per step and list."""

        verbose_name = "核对记录"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "checklist"], name="answers_once_per_step")]

    def __str__(self) -> str:
        """Return the list."""
        return self.checklist


class Grading(Written):
    """A change of importance (调整重要程度): raised by any reviewer, lowered only with reason by one entitled."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="gradings")
    before = models.CharField("原等级", max_length=10, choices=Importance.choices)
    after = models.CharField("新等级", max_length=10, choices=Importance.choices)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """In order of time."""

        verbose_name = "重要程度调整"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return both grades."""
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Disposition(models.Model):
    """What the author says of a hit that stays in the text (预检说明); reviewers see both.

    `key` names rule, category and found text, so that it follows the hit through later versions.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="dispositions")
    key = models.CharField(max_length=64)
    found = models.CharField("命中内容", max_length=200)
    reason = models.CharField("不改的理由", max_length=300)
    false_alarm = models.BooleanField("认为是误报", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Once per hit; a later reason takes the place of the earlier one, the audit log keeps both."""

        verbose_name = "预检说明"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="disposition_once_per_hit")]

    def __str__(self) -> str:
        """Return what was found."""
        return self.found
