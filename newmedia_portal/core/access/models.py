"""People, units and posts: who may see and do what rests on these three."""

from datetime import date
from typing import Any

import rules
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from .querysets import PostQuerySet, UnitQuerySet
from .roles import InstanceRole, Role
from .secrets import fingerprint, mask_phone, seal, unseal


class User(AbstractUser):
    """A person (人员). Phone numbers are encrypted at rest and shown masked."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("姓名", max_length=40)
    instance_role = models.CharField(
        "三员角色", max_length=10, choices=InstanceRole.choices, blank=True, default=InstanceRole.NONE
    )
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    # Known here too, so that no request asks for it: empty exactly where there is no `authenticator`.
    second_factor_since = models.DateTimeField("第二因素启用时间", null=True, blank=True, editable=False)
    # Unknown where the password was set before ages were kept: such a password does not grow old.
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True, editable=False)
    privacy_version = models.CharField("已阅的个人信息告知版本", max_length=20, blank=True, editable=False)
    reactivated_at = models.DateTimeField("重新启用时间", null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        """Ordered by name, since people are picked by name."""

        verbose_name = "人员"
        ordering = ["full_name", "pk"]

    def __str__(self) -> str:
        """Return the name, or the log-in where no name is known."""
        return self.full_name or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the person has a right; one that is a named predicate is answered by it alone, without a query."""
        if rules.perm_exists(perm):
            return bool(self.is_active and rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    @property
    def phone(self) -> str:
        """The plain mobile number; callers must hold the right and log the view."""
        return unseal(self.phone_sealed)

    @phone.setter
    def phone(self, plain: str) -> None:
        self.phone_sealed = seal(plain)
        self.phone_hash = fingerprint(plain)

    @property
    def phone_masked(self) -> str:
        """The mobile number with its middle hidden."""
        return mask_phone(self.phone)


class Unit(models.Model):
    """A unit in the tree (单位). Each top unit is bound to one regime; `path` makes subtrees a range of text."""

    code = models.CharField("单位代码", max_length=40, unique=True)
    name = models.CharField("单位名称", max_length=120)
    kind = models.CharField("单位类别", max_length=30, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=255, db_index=True, editable=False, blank=True)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    regime = models.CharField("适用制度", max_length=20, blank=True)
    is_authority = models.BooleanField("备案机关", default=False)
    line_department = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="guided", verbose_name="主管部门"
    )
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级宣传部门"
    )
    region = models.CharField("所在地", max_length=60, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        """Siblings have different names; only a top unit is bound to a regime."""

        verbose_name = "单位"
        ordering = ["path"]
        permissions = [("oversee_unit", "监管单位及其下级")]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_per_parent"),
            models.CheckConstraint(condition=Q(parent__isnull=True) | Q(regime=""), name="unit_regime_on_root_only"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["root", "path"], name="unit_root_path")]

    def __str__(self) -> str:
        """Return the name of the unit."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and keep path, depth and root true for a new unit (moves go through accounts.actions)."""
        super().save(*args, **kwargs)
        if not self.path:
            parent = self.parent
            self.path = f"{parent.path if parent else ''}{self.pk:06d}/"
            self.depth = parent.depth + 1 if parent else 0
            self.root = (parent.root or parent) if parent else self
            super().save(update_fields=["path", "depth", "root"])

    @property
    def regime_code(self) -> str:
        """The code of the regime of the top unit (制度代码)."""
        return self.regime or (self.root.regime if self.root else "")


class Post(models.Model):
    """A dated post (任职): this person holds this role in this unit from one day to another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    title = models.CharField("职务", max_length=60, blank=True)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)
    trained_on = models.DateField("培训日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        """One open post per person, unit and role; a post ends no earlier than it began."""

        verbose_name = "任职"
        ordering = ["unit_id", "role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(until__isnull=True), name="post_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        """Return role and unit."""
        return f"{self.unit} {self.get_role_display()}"

    def is_open_on(self, day: date) -> bool:
        """Whether the post is held on that day."""
        return self.since <= day and (self.until is None or self.until >= day)
