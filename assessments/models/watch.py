"""The silence watch (静默监测): where each account stands, why, and the approved pauses that excuse it."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from filings.models import Filing
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import AccountActivityQuerySet, SilenceFlagQuerySet, SuspensionQuerySet
from ..states import Level, SuspensionState
from ..watch.sentences import asked_and_done, period_words, sentence
from ..workflow import SuspensionTransitions


class AccountActivity(models.Model):
    """Where one running account stands on `evaluated_on` (活跃情况); the nightly job and new items keep it true.

    `first_item_on`, `last_item_on` and `known_until` are stored facts: first and last item, and the last day up to
    which the data has no hole. `level` follows from them under the edition; `evidence` names the days, the numbers
    and the article in such a way that a page can print the sentence. `check_on` is the next day on which time alone
    may change the level, so that an ordinary night looks only at what may have changed. `dirty` asks for a new look.
    `silent_days` are the days of certain silence at the last look; `unmanned_since` the day from which nobody in post
    runs the account; `seen_version` the version of the register entry that was looked at.
    """

    account = models.OneToOneField(
        MediaAccount, on_delete=models.CASCADE, primary_key=True, related_name="activity", verbose_name="账号"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    first_item_on = models.DateField("首次发布", null=True, blank=True)
    last_item_on = models.DateField("最后发布", null=True, blank=True)
    known_until = models.DateField("数据截至", null=True, blank=True)
    followers = models.PositiveIntegerField("粉丝数", null=True, blank=True)
    followers_on = models.DateField("粉丝数截至", null=True, blank=True)
    level = models.CharField("静默分级", max_length=10, choices=Level.choices, default=Level.UNKNOWN)
    since_on = models.DateField("自", null=True, blank=True)
    evidence = models.JSONField("依据", default=dict, blank=True)
    silent_days = models.PositiveIntegerField("连续未发布天数", null=True, blank=True)
    unmanned_since = models.DateField("无人运维,自", null=True, blank=True)
    seen_version = models.PositiveIntegerField(default=0)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    evaluated_on = models.DateField("评定日", null=True, blank=True)
    check_on = models.DateField("下次评定", null=True, blank=True)
    dirty = models.BooleanField(default=True)

    objects = AccountActivityQuerySet.as_manager()

    class Meta:
        """Read by right and level; what is due for a look is a small index."""

        verbose_name = "活跃情况"
        indexes = [
            models.Index(fields=["root", "level", "-account"], name="activity_root_level"),
            models.Index(fields=["unit", "level", "-account"], name="activity_unit_level"),
            models.Index(fields=["root", "last_item_on"], name="activity_root_last"),
            models.Index(fields=["root", "-silent_days", "-account"], name="activity_root_days"),
            models.Index(fields=["root", "edition"], name="activity_root_edition"),
            models.Index(fields=["check_on"], name="activity_check"),
            models.Index(fields=["account"], condition=Q(unmanned_since__isnull=False), name="activity_unmanned"),
            models.Index(fields=["account"], condition=Q(dirty=True), name="activity_dirty"),
        ]

    def __str__(self) -> str:
        """Return the level in words."""
        return self.get_level_display()

    @property
    def sentence(self) -> str:
        """The evidence in one line (依据)."""
        return sentence(self.evidence)


class SilenceFlag(models.Model):
    """A level of the watch that an account came under (静默标记), with the evidence of that day; kept when cleared.

    `told_on` is the working day on which those concerned were told. The department may propose closing (`proposed_at`,
    `closing`); the unit may answer why it keeps the account (`kept_reason`). A flag without an end stays while data is
    missing: only proof clears it, or a person (`cleared_by`).
    """

    account = models.ForeignKey(
        MediaAccount, on_delete=models.CASCADE, related_name="silence_flags", db_index=False, verbose_name="账号"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    level = models.CharField("静默分级", max_length=10, choices=Level.choices)
    raised_on = models.DateField("标记日")
    cleared_on = models.DateField("解除日", null=True, blank=True)
    cleared_why = models.CharField("解除原因", max_length=200, blank=True)
    cleared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    told_on = models.DateField("告知日", null=True, blank=True)
    evidence = models.JSONField("依据", default=dict)
    article = models.CharField("条款", max_length=60)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField("提出关闭建议", null=True, blank=True)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    proposal = models.CharField("关闭建议", max_length=500, blank=True)
    kept_reason = models.CharField("保留理由", max_length=500, blank=True)
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kept_at = models.DateTimeField("答复时间", null=True, blank=True)
    closing = models.ForeignKey(
        Filing,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="关闭备案",
    )

    objects = SilenceFlagQuerySet.as_manager()

    class Meta:
        """One open flag per level of an account; lists read by (root|unit, id).

        Written three times each (raised, told, cleared): no index that nobody reads by.
        """

        verbose_name = "静默标记"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "level"], condition=Q(cleared_on__isnull=True), name="silence_flag_open_once"
            ),
            models.CheckConstraint(
                condition=Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("raised_on")),
                name="silence_flag_cleared_after_raised",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True) | Q(proposed_by__isnull=False), name="silence_flag_proposed_by"
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | ~Q(kept_reason="") & Q(proposed_at__isnull=False),
                name="silence_flag_kept_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="silence_flag_account"),
            models.Index(
                fields=["raised_on"],
                condition=Q(told_on__isnull=True, cleared_on__isnull=True),
                name="silence_flag_untold",
            ),
            models.Index(fields=["closing"], condition=Q(closing__isnull=False), name="silence_flag_closing"),
            models.Index(fields=["root", "-id"], name="silence_flag_root_id"),
            models.Index(fields=["unit", "-id"], name="silence_flag_unit_id"),
        ]

    def __str__(self) -> str:
        """Return level and day."""
        return f"{self.get_level_display()} {self.raised_on}"

    @property
    def sentence(self) -> str:
        """The evidence in one line (依据)."""
        return sentence(self.evidence)


class MissedQuota(models.Model):
    """A week or month in which an account published less than its edition asks (发布频次不足).

    Written once; where later data shows otherwise, `cleared_on` says since when it no longer counts.
    """

    account = models.ForeignKey(MediaAccount, on_delete=models.CASCADE, related_name="missed_quotas", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    period = models.CharField("周期", max_length=10)
    metric = models.CharField("指标", max_length=10)
    start_on = models.DateField("自")
    end_on = models.DateField("至")
    required = models.PositiveIntegerField("应发")
    actual = models.PositiveIntegerField("实发")
    in_principle = models.BooleanField("原则上")
    article = models.CharField("条款", max_length=60)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    found_on = models.DateField("认定日", null=True, blank=True)
    cleared_on = models.DateField("撤销日", null=True, blank=True)

    objects = SilenceFlagQuerySet.as_manager()

    class Meta:
        """One row per account, metric and period; less was published than asked."""

        verbose_name = "发布频次不足"
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "metric", "period", "start_on"], name="missed_quota_once"),
            models.CheckConstraint(condition=Q(actual__lt=F("required")), name="missed_quota_is_less"),
        ]
        indexes = [
            models.Index(fields=["root", "-start_on"], name="missed_quota_root"),
            models.Index(fields=["unit", "-start_on"], name="missed_quota_unit"),
        ]

    def __str__(self) -> str:
        """Return the figures."""
        return f"{self.start_on}: {self.actual}/{self.required}"

    @property
    def words(self) -> str:
        """Both figures with their unit (应发、实发)."""
        return asked_and_done(self.metric, self.required, self.actual)

    @property
    def when(self) -> str:
        """The week or month for readers."""
        return period_words(self.start_on, self.period)

    @property
    def word(self) -> str:
        """Whether it stands: in principle only a warning (原则上)."""
        if self.cleared_on is not None:
            return "已撤销"
        return "提示" if self.in_principle else "需关注"


class Suspension(SuspensionTransitions, StateModel):
    """An approved pause of publishing (暂停更新): its days count neither as silence nor in quotas."""

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="suspensions", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    reason = models.CharField("暂停原因", max_length=300)
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    opinion = models.CharField("意见", max_length=300, blank=True)
    ended_on = models.DateField("提前结束", null=True, blank=True)
    state = StateField(
        "状态", max_length=10, choices=SuspensionState.choices, default=SuspensionState.ASKED, protected=True
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        """Days in order; one open request per account."""

        verbose_name = "暂停更新"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="suspension_days_in_order"),
            models.UniqueConstraint(fields=["account"], condition=Q(state="asked"), name="suspension_asked_once"),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="suspension_root_id"),
            models.Index(fields=["unit", "-id"], name="suspension_unit_id"),
        ]

    def __str__(self) -> str:
        """Return the days."""
        return f"{self.first_on}—{self.last_on}"
