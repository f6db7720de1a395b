"""The register entry of an official account (账号台账) and what hangs on it."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.secrets import mask_phone, seal, unseal
from newmedia_portal.core.workflow.base import StateField, StateModel
from newmedia_portal.regimes.vocabulary import ROLES

from ..querysets import MediaAccountQuerySet
from ..states import ENDED, NATIONAL, PRECISION, AccountState
from ..verify.keys import check_key
from ..workflow import AccountTransitions
from .platforms import Platform


class MediaAccount(AccountTransitions, StateModel):
    """An official account of a unit on a platform. Dates are local days; `followers` is a count of people."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="media_accounts", verbose_name="主办单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="accounts", verbose_name="平台")
    name = models.CharField("账号名称", max_length=200)
    handle = models.CharField("账号ID", max_length=120, blank=True)
    link = models.CharField("链接或服务号", max_length=500, blank=True)
    name_key = models.CharField(max_length=200, blank=True, default="", editable=False, db_index=True)
    handle_key = models.CharField(max_length=200, blank=True, default="", editable=False, db_index=True)
    kind = models.CharField("账号类别", max_length=30, blank=True)
    account_class = models.CharField("政务属性", max_length=20, blank=True)
    registrant_kind = models.CharField("注册主体类别", max_length=20, blank=True)
    registrant = models.CharField("账号主体", max_length=120, blank=True)
    purpose = models.TextField("宗旨与内容范围", blank=True)
    functions = models.JSONField("功能定位", default=list, blank=True)
    opened_on = models.DateField("开通日期", null=True, blank=True)
    opened_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    closed_on = models.DateField("注销日期", null=True, blank=True)
    certified = models.BooleanField("是否认证", null=True, blank=True)
    certification_subject = models.CharField("认证主体", max_length=120, blank=True)
    certified_on = models.DateField("认证日期", null=True, blank=True)
    host_unit = models.CharField("承办单位", max_length=120, blank=True)
    entrusted_unit = models.CharField("委托机构", max_length=120, blank=True)
    contract_no = models.CharField("委托合同编号", max_length=60, blank=True)
    contract_starts_on = models.DateField("委托合同起始日", null=True, blank=True)
    contract_expires_on = models.DateField("委托合同到期日", null=True, blank=True)
    staff_person = models.CharField("职务账号使用人", max_length=40, blank=True)
    staff_post = models.CharField("使用人职务", max_length=60, blank=True)
    staff_ended_on = models.DateField("使用人任职结束日期", null=True, blank=True)
    licence_no = models.CharField("许可证编号", max_length=60, blank=True)
    licence_scope = models.CharField("许可范围", max_length=200, blank=True)
    licence_expires_on = models.DateField("许可有效期至", null=True, blank=True)
    website_column = models.CharField("政府网站栏目", max_length=300, blank=True)
    national_state = models.CharField("全国报送系统", max_length=10, choices=NATIONAL, blank=True, default="")
    national_no = models.CharField("全国系统编号", max_length=60, blank=True)
    followers = models.PositiveIntegerField("粉丝数", null=True, blank=True)
    followers_as_of = models.DateField("粉丝数截至", null=True, blank=True)
    last_post_on = models.DateField("最后更新", null=True, blank=True)
    run_status = models.CharField("运行状态", max_length=60, blank=True)
    is_legacy = models.BooleanField("存量账号", default=False)
    certificate_no = models.CharField("备案编号", max_length=40, blank=True, db_index=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    exception_reason = models.CharField("同平台多开理由", max_length=300, blank=True)
    password_due_since = models.DateField("口令须更换,自", null=True, blank=True)
    found_on = models.DateField("发现未备案日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name="整合到"
    )
    details = models.JSONField("其他登记事项", default=dict, blank=True)
    remark = models.TextField("备注", blank=True)
    extra = models.JSONField("原台账其他列", default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间")
    state = StateField(
        "状态", max_length=12, choices=AccountState.choices, default=AccountState.UNFILED, protected=True
    )

    objects = MediaAccountQuerySet.as_manager()

    class Meta:
        """A platform id stands once among the running accounts of a regime; the lists read by (root|unit, id)."""

        verbose_name = "账号"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["root", "platform", "handle"],
                condition=~Q(handle="") & ~Q(state__in=ENDED),
                name="account_handle_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="account_closed_after_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["root", "-id"], name="account_root_id"),
            models.Index(fields=["unit", "-id"], name="account_unit_id"),
            models.Index(fields=["unit", "platform"], name="account_unit_platform"),
            models.Index(fields=["updated_at"], name="account_updated"),
        ]

    def __str__(self) -> str:
        """Return the display name."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the forms under which name and id are compared."""
        self.name_key, self.handle_key = check_key(self.name), check_key(self.handle)
        chosen = kwargs.get("update_fields")
        if chosen is not None and {"name", "handle"} & set(chosen):
            kwargs["update_fields"] = {*chosen, "name_key", "handle_key"}
        super().save(*args, **kwargs)

    @property
    def has_ended(self) -> bool:
        """Whether the account was closed or merged."""
        return self.state in ENDED


class NameRecord(models.Model):
    """The names an account has borne (更名记录)."""

    account = models.ForeignKey(MediaAccount, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=200)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        """Newest first; one present name."""

        verbose_name = "更名记录"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(until__isnull=True), name="name_current_once")
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class TeamMember(models.Model):
    """A person who manages an account, in a role of the edition (管理队伍). Mobile numbers are sealed."""

    account = models.ForeignKey(MediaAccount, on_delete=models.CASCADE, related_name="team")
    role = models.CharField("角色", max_length=20)
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=60, blank=True)
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    mobile_sealed = models.TextField(blank=True, editable=False)
    email = models.EmailField("电子邮箱", blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        """By role."""

        verbose_name = "管理队伍"
        ordering = ["role", "pk"]

    def __str__(self) -> str:
        """Return name and role."""
        return f"{self.name}({self.role_label})"

    @property
    def role_label(self) -> str:
        """The role in words (角色名称)."""
        return ROLES.get(self.role, self.role)

    @property
    def mobile(self) -> str:
        """The plain number; callers must hold the right and log the view."""
        return unseal(self.mobile_sealed)

    @mobile.setter
    def mobile(self, plain: str) -> None:
        self.mobile_sealed = seal(plain)

    @property
    def mobile_masked(self) -> str:
        """The number with its middle hidden."""
        return mask_phone(self.mobile)


class CustodyRecord(models.Model):
    """Who keeps the password of an account, and when it was changed (口令保管); the secret itself is never stored."""

    account = models.ForeignKey(MediaAccount, on_delete=models.CASCADE, related_name="custody")
    keeper = models.CharField("保管人", max_length=40)
    since = models.DateField("接手日期")
    until = models.DateField("移交日期", null=True, blank=True)
    password_changed_on = models.DateField("改密日期", null=True, blank=True)
    reason = models.CharField("移交原因", max_length=100, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first; one present keeper."""

        verbose_name = "口令保管记录"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(until__isnull=True), name="keeper_current_once")
        ]

    def __str__(self) -> str:
        """Return the keeper and since when."""
        return f"{self.keeper} {self.since}"
