"""A period of assessment (考核期): the quarter with its scheme and edition, and where it stands.

A quarter belongs to one tree (`root`); its units are scored with the scheme it was opened under, `scheme`, which is
pinned like its edition. Once closed nothing of it changes: the actions, the models and the database refuse it.
"""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..quarters.codes import words_of
from ..quarters.querysets import QuarterQuerySet
from ..quarters.states import LOCKED, QuarterState, SchemeState
from ..quarters.workflow import QuarterTransitions, SchemeTransitions
from ..scoring import Scheme
from ..scoring.validator import check


class FrozenRow(TypeError):
    """Somebody tried to change what has been frozen."""


class SchemeVersion(SchemeTransitions, StateModel):
    """One version of a tree's scheme as TOML text (考核方案); drafts may change, what is published is frozen."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="考核范围")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    content = models.TextField("内容")
    digest = models.CharField("内容指纹", max_length=64)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = StateField("状态", max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT, protected=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("建立时间")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    FROZEN = ("root_id", "number", "title", "content", "digest", "edition_id", "based_on_id", "published_at")

    objects = QuarterQuerySet.as_manager()

    class Meta:
        """A number stands once; one draft and one version in use at a time."""

        verbose_name = "考核方案"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "number"], name="scheme_number_once"),
            models.UniqueConstraint(fields=["root"], condition=Q(state="draft"), name="scheme_one_draft"),
            models.UniqueConstraint(fields=["root"], condition=Q(state="published"), name="scheme_one_in_use"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="scheme_published_has_date"
            ),
        ]

    def __str__(self) -> str:
        """Return title and version."""
        return f"{self.title}（第 {self.number} 版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what has been published; the database refuses it too."""
        if self.pk is not None:
            stored = type(self)._base_manager.filter(pk=self.pk).exclude(state=SchemeState.DRAFT).first()
            if stored and any(getattr(stored, name) != getattr(self, name) for name in self.FROZEN):
                raise FrozenRow("已发布的考核方案不能修改，请复制为新的草稿。")
        super().save(*args, **kwargs)

    @property
    def scheme(self) -> Scheme:
        """The scheme as data (checked when it was stored; the checker keeps the last ones read)."""
        found, _ = check(self.content)
        if found is None:
            raise ValueError(f"scheme {self.pk} cannot be read")
        return found


class Quarter(QuarterTransitions, StateModel):
    """One period of assessment of one tree (考核期), whatever its length: 2026Q3, 2026H1, 2026-09 or 2026.

    `of_year` says that its scores follow from the year's shorter periods instead of from figures. `scored_at` is the
    moment of the last scoring; `hash` the digest of all results at closing, `portal` the version that computed them.
    """

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="考核范围")
    period = models.CharField("考核期", max_length=10)
    start_on = models.DateField("自")
    end_on = models.DateField("至")
    of_year = models.BooleanField("由各期汇总", default=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    scheme = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="quarters", verbose_name="方案")
    state = StateField(
        "状态", max_length=12, choices=QuarterState.choices, default=QuarterState.COLLECTING, protected=True
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("启动时间")
    self_due_on = models.DateField("自评截止", null=True, blank=True)
    objection_due_on = models.DateField("申诉截止", null=True, blank=True)
    scored_at = models.DateTimeField("计分时间", null=True, blank=True)
    scored_until = models.DateField("数据计至", null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("锁定时间", null=True, blank=True)
    hash = models.CharField("结果指纹", max_length=64, blank=True)
    portal = models.CharField("系统版本", max_length=20, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = QuarterQuerySet.as_manager()

    class Meta:
        """A period stands once in a tree; what is closed says by what digest."""

        verbose_name = "考核期"
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "period"], name="quarter_period_once"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="quarter_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "published"]) | (Q(closed_at__isnull=False) & ~Q(hash="")),
                name="quarter_closed_has_hash",
            ),
        ]
        indexes = [models.Index(fields=["root", "-start_on"], name="quarter_root_start")]

    def __str__(self) -> str:
        """Return the period in words."""
        return words_of(self.period)

    def get_absolute_url(self) -> str:
        """Return the page of the quarter; where several trees share a period, the tree is named too."""
        return f"{reverse('assessments:quarter', args=[self.period])}?root={self.root_id}"

    @property
    def words(self) -> str:
        """The period for readers, e.g. 2026 年第三季度."""
        return words_of(self.period)

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it may change any more."""
        return self.state in LOCKED

    def last_day(self, today: date) -> date:
        """Return the last day whose figures count: the end, or yesterday in a running period."""
        return min(self.end_on, today - timedelta(days=1))
