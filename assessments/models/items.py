"""What an account published (发布记录): items (条), the pushes (次) they went out in, and their figures."""

from django.db import models
from django.db.models import F, Q

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User

from ..querysets import ItemImportQuerySet, PublishedItemQuerySet
from ..states import ImportState, Source


class ItemImport(models.Model):
    """A workbook of published items that was read, checked and then taken over or undone (导入批次).

    The file tells of `account` from `covers_from` to `covers_until`: what it does not list in those days was not
    published. A file with a column of accounts has none here.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    layout = models.CharField("版式", max_length=30, blank=True)
    file = models.FileField("工作簿", upload_to="items/%Y/%m/")
    marked = models.FileField("标注了问题的工作簿", upload_to="items/%Y/%m/", blank=True)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    covers_from = models.DateField("数据自", null=True, blank=True)
    covers_until = models.DateField("数据至", null=True, blank=True)
    mapping = models.JSONField("列对应", default=dict, blank=True)
    counts = models.JSONField("行数", default=dict, blank=True)
    faults = models.JSONField("问题", default=list, blank=True)
    status = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    total = models.PositiveIntegerField("总行数", default=0)
    processed = models.PositiveIntegerField("已处理", default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("导入时间")
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        """Newest first; the days covered are in order."""

        verbose_name = "发布数据导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(covers_until__isnull=True) | Q(covers_until__gte=F("covers_from")),
                name="item_import_days_in_order",
            )
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="item_import_root_id"),
            models.Index(fields=["unit", "-id"], name="item_import_unit_id"),
        ]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name


class PublishedItem(models.Model):
    """One item (条) an account published; items that went out together share `push` (次). Figures may be unknown.

    `published_on` is the local day and the key of the monthly partitions on PostgreSQL. `key` tells one item of an
    account from another: the link where there is one, else title and moment. `origin` names the row of the source.
    Source, origin, batch, by and at say who told of it first; what later sources changed stands in `ItemChange`. An
    item that was taken down (撤稿) or entered by mistake stays with its day and counts no more.
    """

    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, related_name="items", verbose_name="账号", db_index=False
    )
    published_on = models.DateField("发布日期")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    title = models.CharField("标题", max_length=300)
    link = models.CharField("链接", max_length=1000, blank=True)
    key = models.CharField(max_length=64, editable=False)
    push = models.CharField("推送批次", max_length=64, editable=False)
    original = models.BooleanField("原创", null=True, blank=True)
    reads = models.PositiveIntegerField("阅读数", null=True, blank=True)
    likes = models.PositiveIntegerField("点赞数", null=True, blank=True)
    wows = models.PositiveIntegerField("在看数", null=True, blank=True)
    forwards = models.PositiveIntegerField("转发数", null=True, blank=True)
    comments = models.PositiveIntegerField("评论数", null=True, blank=True)
    figures_on = models.DateField("数据截至", null=True, blank=True)
    source = models.CharField("数据来源", max_length=10, choices=Source.choices)
    origin = models.CharField("来源标识", max_length=80, blank=True)
    batch = models.ForeignKey(
        ItemImport, on_delete=models.PROTECT, null=True, blank=True, related_name="items", db_index=False
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间")
    withdrawn_on = models.DateField("撤下日期", null=True, blank=True)

    objects = PublishedItemQuerySet.as_manager()

    class Meta:
        """An item stands once for its account and day; read by account, newest first, and by batch."""

        verbose_name = "发布记录"
        ordering = ["-published_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "published_on", "key"], name="item_once_a_day")]
        indexes = [
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="item_batch"),
            models.Index(fields=["published_on", "id"], name="item_day"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class ItemChange(models.Model):
    """What a later source changed in an item (数据更新): the means to say where each figure is from, and to undo.

    `item` is no foreign key, since the items are partitioned by month on PostgreSQL. `before` and `after` hold the
    changed fields only. Written once, but for the undoing of an earlier batch.
    """

    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.BigIntegerField("发布记录", db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    source = models.CharField("数据来源", max_length=10, choices=Source.choices)
    origin = models.CharField("来源标识", max_length=80, blank=True)
    batch = models.ForeignKey(
        ItemImport, on_delete=models.PROTECT, null=True, blank=True, related_name="changes", db_index=False
    )
    reason = models.CharField("原因", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("更新时间")

    class Meta:
        """In the order in which they were told."""

        verbose_name = "发布数据更新"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="item_change_batch"),
            models.Index(fields=["account", "item"], name="item_change_account"),
        ]

    def __str__(self) -> str:
        """Return the fields that changed."""
        return "、".join(self.after)


class FollowerCount(models.Model):
    """Followers of an account on a day (粉丝数); shown, never scored by default (S2-17, reading A28)."""

    account = models.ForeignKey(
        MediaAccount, on_delete=models.PROTECT, related_name="follower_counts", db_index=False, verbose_name="账号"
    )
    as_of = models.DateField("截至")
    count = models.PositiveIntegerField("粉丝数")
    source = models.CharField("数据来源", max_length=10, choices=Source.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        """One figure a day."""

        verbose_name = "粉丝数记录"
        ordering = ["-as_of"]
        constraints = [models.UniqueConstraint(fields=["account", "as_of"], name="followers_once_a_day")]

    def __str__(self) -> str:
        """Return the figure and its day."""
        return f"{self.count}({self.as_of})"
