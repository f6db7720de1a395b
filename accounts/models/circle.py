"""The department's circle of accounts (新媒体工作圈): who belongs to it, and who follows whom (3.3.5)."""

from django.db import models
from django.db.models import F, Q

from newmedia_portal.core.access.models import Unit, User

from ..querysets import CircleQuerySet
from .media import MediaAccount


class CircleMember(models.Model):
    """An account of the register in the circle of its department (工作圈成员); one row, whose changes are audited.

    `follows_us` says that the account follows the department's own account, `followed_by_us` the reverse.
    """

    account = models.OneToOneField(MediaAccount, on_delete=models.CASCADE, related_name="circle", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    follows_us = models.BooleanField("已关注本部门账号", default=False)
    followed_by_us = models.BooleanField("本部门账号已回关", default=False)
    note = models.CharField("支持事项", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects = CircleQuerySet.as_manager()

    class Meta:
        """Days in order."""

        verbose_name = "工作圈成员"
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="circle_left_after_joined"
            )
        ]

    def __str__(self) -> str:
        """Return the account and since when."""
        return f"{self.account} {self.joined_on}"

    @property
    def mutual(self) -> bool:
        """Whether both follow each other (互相关注)."""
        return self.follows_us and self.followed_by_us
