"""Frozen topics (冻结话题): while frozen, only the department releases posts on them (S1-3.3.4)."""

from django.db import models
from django.db.models import Q

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel

from ..querysets import FrozenTopicQuerySet
from ..states import FreezeState
from ..workflow import FrozenTopicTransitions


class FrozenTopic(FrozenTopicTransitions, StateModel):
    """A topic that the department has frozen: by declared topic code, by words in the text, or both."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="冻结单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    name = models.CharField("话题", max_length=100)
    topic = models.CharField("话题标记", max_length=20, blank=True)
    words = models.JSONField("关键词", default=list, blank=True)
    wording = models.TextField("统一口径", blank=True)
    reason = models.CharField("冻结原因", max_length=300)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="冻结人")
    frozen_at = models.DateTimeField("冻结时间")
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField("解冻时间", null=True, blank=True)
    state = StateField("状态", max_length=10, choices=FreezeState.choices, default=FreezeState.FROZEN, protected=True)

    objects = FrozenTopicQuerySet.as_manager()

    class Meta:
        """A name is frozen once at a time; a topic says what it covers."""

        verbose_name = "冻结话题"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "name"], condition=Q(state="frozen"), name="topic_frozen_once"),
            models.CheckConstraint(condition=~Q(topic="") | ~Q(words=[]), name="topic_covers_something"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
