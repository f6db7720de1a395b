"""Saved views and which of them a list opens with (我的视图)."""

from django.db import models

from .querysets import SavedViewQuerySet


class SavedView(models.Model):
    """How one list is looked at: `query` are its filters and order as in the address, `columns` codes or None."""

    owner = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", verbose_name="保存人")
    path = models.CharField("列表", max_length=200)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=2000, blank=True)
    columns = models.JSONField("显示列", null=True, blank=True)
    shared_with = models.ForeignKey(
        "core.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共享给"
    )
    saved_at = models.DateTimeField("保存时间")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        """A person uses a name once in a list."""

        verbose_name = "视图"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "path", "name"], name="saved_view_name_once")]
        indexes = [models.Index(fields=["path", "shared_with"], name="saved_view_shared")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class DefaultView(models.Model):
    """The view with which a person's list opens (默认视图)."""

    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        """One per person and list."""

        verbose_name = "默认视图"
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="default_view_once")]

    def __str__(self) -> str:
        """Return the list."""
        return self.path
