"""The platform catalogue and the patterns that recognise a pasted link (平台目录)."""

from django.db import models


class Platform(models.Model):
    """A platform kind (平台): 订阅号 and 服务号 are two kinds, since one account per kind is the rule (reading A30)."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    approved = models.BooleanField("国家主管部门核准", default=True)
    is_group = models.BooleanField("工作群", default=False)
    family = models.CharField("品牌", max_length=20, blank=True)
    id_label = models.CharField("账号标识的叫法", max_length=40, blank=True)
    pushes_per_month = models.PositiveSmallIntegerField("每月可发布次数", null=True, blank=True)
    in_use = models.BooleanField("启用", default=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        """In the order of the catalogue."""

        verbose_name = "平台"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class LinkPattern(models.Model):
    """How a link of a platform looks: a regular expression whose group `id` is the account's id."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="patterns")
    expression = models.CharField("表达式", max_length=300)
    example = models.CharField("示例链接", max_length=300, blank=True)
    note = models.CharField("提示", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("先后", default=0)

    class Meta:
        """Tried in this order."""

        verbose_name = "链接规则"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Return the expression."""
        return self.expression
