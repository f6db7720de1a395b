"""A post (稿件), its versions, attachments, passage comments and the lock of who edits."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.models import EditionRecord

from ..querysets import WrittenQuerySet
from ..states import CommentState, Importance, Lane, PostState
from ..workflow import CommentTransitions, PostTransitions


class Post(PostTransitions, StateModel):
    """One item to be published on one or more accounts of a unit, pinned to the edition under which it was begun.

    The columns hold the working draft; what was handed in stands in `versions`. `body` is sanitised HTML, `source` the
    source block by field code, `topics` the declared topics, `links` video and other links. Moments carry their zone.
    """

    number = models.CharField("稿件编号", max_length=40, blank=True, db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts_written", verbose_name="发稿单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    edition = models.ForeignKey(EditionRecord, on_delete=models.PROTECT, related_name="+", verbose_name="制度版本")
    accounts = models.ManyToManyField(MediaAccount, related_name="posts", verbose_name="发布账号")
    title = models.CharField("标题", max_length=200, blank=True)
    summary = models.CharField("摘要", max_length=300, blank=True)
    body = models.TextField("正文", blank=True)
    links = models.JSONField("视频等链接", default=list, blank=True)
    source = models.JSONField("来源", default=dict, blank=True)
    content_class = models.CharField("内容类别", max_length=30, blank=True)
    topics = models.JSONField("话题标记", default=list, blank=True)
    importance = models.CharField("重要程度", max_length=10, choices=Importance.choices, default=Importance.ORDINARY)
    lane = models.CharField("办理方式", max_length=10, choices=Lane.choices, default=Lane.ORDINARY)
    special_reason = models.CharField("应急或规定外事由", max_length=300, blank=True)
    planned_at = models.DateTimeField("计划发布时间", null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="作者")
    created_at = models.DateTimeField("起草时间")
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="最近修改人")
    writers = models.JSONField("参与撰稿的人员", default=list, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    report_due_on = models.DateField("应急补报期限", null=True, blank=True)
    report = models.TextField("应急补报说明", blank=True)
    reported_at = models.DateTimeField("补报时间", null=True, blank=True)
    row_version = models.PositiveIntegerField("内容版本", default=1)
    token = models.CharField("防重复标识", max_length=40, blank=True)
    state = StateField("状态", max_length=12, choices=PostState.choices, default=PostState.DRAFT, protected=True)

    objects = WrittenQuerySet.as_manager()

    class Meta:
        """Lists read by (root|unit, id) and by state."""

        verbose_name = "稿件"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="post_number_once"),
            models.UniqueConstraint(
                fields=["created_by", "token"], condition=~Q(token=""), name="post_token_once_per_person"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="post_root_id"),
            models.Index(fields=["unit", "-id"], name="post_unit_id"),
            models.Index(fields=["root", "state", "-id"], name="post_root_state"),
            models.Index(fields=["created_by", "-id"], name="post_creator"),
            models.Index(fields=["root", "planned_at"], condition=Q(planned_at__isnull=False), name="post_planned"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title or "未命名稿件"

    @property
    def is_editable(self) -> bool:
        """Whether it waits for its author."""
        from ..states import EDITABLE

        return self.state in EDITABLE


class Version(models.Model):
    """The content as it was handed in or altered by a reviewer (稿件版本); never changed, signed by its hash."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    content = models.JSONField("内容")
    text = models.TextField("纯文本")
    content_hash = models.CharField("内容指纹", max_length=64)
    hits = models.JSONField("预检结果", default=list, blank=True)
    lexicon_ref = models.CharField("词库版本", max_length=120, blank=True)
    note = models.CharField("改动说明", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="改稿人")
    at = models.DateTimeField("时间")

    class Meta:
        """Numbered from one."""

        verbose_name = "稿件版本"
        ordering = ["post_id", "number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]

    def __str__(self) -> str:
        """Return the post and the number."""
        return f"第 {self.number} 版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A version is written once."""
        if self.pk is not None:
            raise TypeError("稿件版本不能修改。")
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A picture or file of a post (附件); it stands outside the static root and is served by right."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(
        "类别", max_length=12, choices=[("picture", "图片"), ("file", "附件"), ("proof", "授权或核准材料")]
    )
    file = models.FileField(upload_to="reviews/%Y/%m/")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField(max_length=64)
    alt = models.CharField("图片说明", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        """In the order of upload."""

        verbose_name = "附件"
        ordering = ["post_id", "pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name


class Comment(CommentTransitions, StateModel):
    """A remark on a passage of a version (段落意见), with replies; offsets are code points of the plain text."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.CharField("原文", max_length=300, blank=True)
    text = models.CharField("意见", max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField("解决时间", null=True, blank=True)
    state = StateField("状态", max_length=10, choices=CommentState.choices, default=CommentState.OPEN, protected=True)

    class Meta:
        """In the order of the text."""

        verbose_name = "段落意见"
        ordering = ["version_id", "start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="comment_ends_after_start")]

    def __str__(self) -> str:
        """Return the remark."""
        return self.text


class EditLock(models.Model):
    """Who has a post open for editing (编辑锁); a lease that lapses by itself and tells the others."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="edit_lock", primary_key=True)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="编辑人")
    taken_at = models.DateTimeField("开始编辑")
    seen_at = models.DateTimeField("最近活动")

    class Meta:
        """One per post."""

        verbose_name = "编辑锁"

    def __str__(self) -> str:
        """Return who edits."""
        return str(self.holder)
