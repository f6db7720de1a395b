"""A filing (备案), its papers, and what was handed in each time."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.vocabulary import FIELDS, FILING_KINDS, PAPERS

from ..querysets import FilingQuerySet
from ..states import UNDECIDED, FilingState
from ..workflow import FilingTransitions


class Filing(FilingTransitions, StateModel):
    """One filing of one unit, pinned to the edition under which it was begun.

    `data` holds the answers by field code, `team` the people, `before` what the register said at the start, `facts`
    what the system noted and nobody was refused for (未批先开, 逾期). Days are local dates, moments carry their zone.
    """

    number = models.CharField("受理编号", max_length=40, blank=True, db_index=True)
    kind = models.CharField("事项", max_length=10, choices=list(FILING_KINDS.items()))
    variant = models.CharField("情形", max_length=30, default="standard")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filings", verbose_name="填报单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="filings", verbose_name="账号"
    )
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    title = models.CharField("账号名称", max_length=200, blank=True)
    data = models.JSONField("填报内容", default=dict)
    team = models.JSONField("管理队伍", default=list)
    before = models.JSONField("变更前内容", default=dict)
    facts = models.JSONField("记录在案的情况", default=list)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("起草时间")
    saved_at = models.DateTimeField("保存时间")
    first_submitted_at = models.DateTimeField("首次提交时间", null=True, blank=True)
    submitted_at = models.DateTimeField("最近提交时间", null=True, blank=True)
    lodged_at = models.DateTimeField("送达机关时间", null=True, blank=True)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    due_on = models.DateField("法定期限", null=True, blank=True)
    due_provisional = models.BooleanField("期限暂定", default=False)
    late_workdays = models.PositiveIntegerField("逾期工作日", null=True, blank=True)
    version = models.PositiveIntegerField("内容版本", default=1)
    token = models.CharField("防重复标识", max_length=40, blank=True)
    state = StateField("状态", max_length=12, choices=FilingState.choices, default=FilingState.DRAFT, protected=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        """One undecided filing per account and kind; lists read by (root|unit, id)."""

        verbose_name = "备案"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(account__isnull=False) & Q(state__in=UNDECIDED),
                name="filing_undecided_once_per_account_kind",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="filing_number_once"),
            models.UniqueConstraint(
                fields=["created_by", "token"], condition=~Q(token=""), name="filing_token_once_per_person"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="filing_root_id"),
            models.Index(fields=["unit", "-id"], name="filing_unit_id"),
            models.Index(fields=["root", "state", "-id"], name="filing_root_state"),
            models.Index(fields=["created_by", "-id"], name="filing_creator"),
        ]

    def __str__(self) -> str:
        """Return kind and account name."""
        return f"{self.get_kind_display()} · {self.title or '未命名账号'}"


class Submission(models.Model):
    """What was handed in, each time: answers, people and papers as they stood, with their hash (提交版本)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("第几次提交")
    data = models.JSONField()
    team = models.JSONField()
    papers = models.JSONField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Numbered from one; never changed."""

        verbose_name = "提交版本"
        ordering = ["filing_id", "number"]
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="submission_number_once")]

    def __str__(self) -> str:
        """Return the filing and the number of the submission."""
        return f"{self.filing_id} 第{self.number}次"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A submission is written once."""
        if self.pk is not None:
            raise TypeError("提交版本不能修改。")
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A paper handed in with a filing (材料); the file stands outside the static root and is served by right."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="attachments")
    paper = models.CharField("材料", max_length=30, choices=list(PAPERS.items()))
    file = models.FileField(upload_to="filings/%Y/%m/")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        """In the order of upload."""

        verbose_name = "材料"
        ordering = ["filing_id", "pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name

    def get_paper_display(self) -> str:  # type: ignore[no-redef]
        """Return what the file is: one of the papers, or a picture that the form asks for (头像, 二维码)."""
        return PAPERS.get(self.paper) or (FIELDS[self.paper].label if self.paper in FIELDS else "其他材料")
