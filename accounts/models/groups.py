"""Work groups (工作群): what the register keeps beside the entry of a group, its members, and what was cleaned up."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.secrets import mask_phone, seal, unseal

from ..querysets import WorkGroupQuerySet
from .media import MediaAccount

MEMBER, REVIEWER, HEAD = "member", "reviewer", "head"
PARTS = [(MEMBER, "群成员"), (REVIEWER, "审核小组"), (HEAD, "群负责人")]


class WorkGroup(models.Model):
    """A group behind an entry of the register: how long it runs, who owns it, when its work ended.

    `term` is long or temporary. `dissolve_due_on` is counted when the end of the work is recorded;
    `successor_due_since` says that the owner has left and nobody has been named yet.
    """

    account = models.OneToOneField(MediaAccount, on_delete=models.CASCADE, related_name="group", verbose_name="工作群")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    term = models.CharField("期限", max_length=10, blank=True)
    owner = models.CharField("群负责人", max_length=40, blank=True)
    registered_on = models.DateField("登记日期")
    expected_end_on = models.DateField("预计结束日期", null=True, blank=True)
    work_ended_on = models.DateField("工作结束日期", null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dissolve_due_on = models.DateField("应撤销日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    successor_due_since = models.DateField("待落实继任，自", null=True, blank=True)
    prompted_on = models.DateField("提示备案日期", null=True, blank=True)

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        """Days in order; the daily job reads by what still runs."""

        verbose_name = "工作群"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(work_ended_on__isnull=True) | Q(dissolved_on__isnull=True)
                | Q(dissolved_on__gte=F("work_ended_on")),
                name="group_dissolved_after_work",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["root", "-id"], name="group_root_id"),
            models.Index(fields=["term"], condition=Q(dissolved_on__isnull=True), name="group_running_term"),
        ]

    def __str__(self) -> str:
        """Return the name of the group."""
        return str(self.account)

    @property
    def is_temporary(self) -> bool:
        """Whether it is to be dissolved when its work ends."""
        return self.term == "temporary"

    def word(self, today: date) -> str:
        """Where it stands, in the words of the status table."""
        if self.dissolved_on is not None:
            return "已撤销"
        if self.work_ended_on is None:
            return "在用"
        late = self.dissolve_due_on is not None and today > self.dissolve_due_on
        return "逾期" if late else "待撤销"


class GroupMember(models.Model):
    """A person in a group under real name (实名成员); the telephone number is sealed and only ever shown masked."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="members")
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("单位及职务", max_length=80, blank=True)
    nickname = models.CharField("群昵称", max_length=60, blank=True)
    phone_sealed = models.TextField(blank=True, editable=False)
    part = models.CharField("身份", max_length=10, choices=PARTS, default=MEMBER)
    since = models.DateField("入群日期")
    until = models.DateField("退群日期", null=True, blank=True)
    leave_due_since = models.DateField("应退群，自", null=True, blank=True)

    class Meta:
        """By part and name; a person stands once among those present."""

        verbose_name = "群成员"
        ordering = ["part", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name", "title"], condition=Q(until__isnull=True), name="group_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="group_member_days"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def phone_masked(self) -> str:
        """The number with its middle hidden."""
        return mask_phone(unseal(self.phone_sealed))

    def keep_phone(self, plain: str) -> None:
        """Seal a number; an empty one leaves what is there."""
        if plain:
            self.phone_sealed = seal(plain)

    @property
    def under_real_name(self) -> bool:
        """Whether the name in the group is the person's own (群成员一般须使用实名)."""
        return not self.nickname or self.name in self.nickname


class GroupCleanup(models.Model):
    """One line of the clean-up list that is done (清理清单)."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="cleanup")
    code = models.CharField("事项", max_length=30)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("确认时间")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        """Each line once."""

        verbose_name = "清理记录"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="group_cleanup_once")]

    def __str__(self) -> str:
        """Return the line."""
        return self.code
