"""Work groups with members and clean-up; contracts with their period; the end of a staff member's post."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models, transaction


def bring_in(apps: Any, schema_editor: Any) -> None:
    """Give the groups of the register their row, and the contracts the end that stood among the other facts."""
    account_model, group_model = apps.get_model("accounts", "MediaAccount"), apps.get_model("accounts", "WorkGroup")
    known = group_model.objects.values("account_id")
    groups = account_model.objects.filter(models.Q(kind="work_group") | models.Q(platform__is_group=True))
    for account in groups.exclude(pk__in=known).iterator():
        group_model.objects.create(
            account=account,
            unit_id=account.unit_id,
            root_id=account.root_id,
            term=account.details.get("group_term") or "",
            owner=account.details.get("group_owner") or "",
            registered_on=account.filed_on or account.created_at.date(),
            expected_end_on=account.details.get("expected_end_on") or None,
            dissolved_on=account.closed_on,
        )
    contracts = account_model.objects.filter(details__has_key="contract_expires_on")
    for key in list(contracts.values_list("pk", flat=True)):
        with transaction.atomic(using=schema_editor.connection.alias):
            account = account_model.objects.select_for_update().only("pk", "details", "state").get(pk=key)
            account.contract_expires_on = account.details.pop("contract_expires_on", None) or None
            account.save(update_fields=["contract_expires_on", "details"])


def take_back(apps: Any, schema_editor: Any) -> None:
    """Put the ends of contracts back among the other facts; the rows of groups go with their table."""
    account_model = apps.get_model("accounts", "MediaAccount")
    for account in account_model.objects.filter(contract_expires_on__isnull=False).iterator():
        account.details["contract_expires_on"] = account.contract_expires_on.isoformat()
        account.save(update_fields=["details"])


class Migration(migrations.Migration):
    """Tables first, then what is known already."""

    dependencies = [
        ("accounts", "0005_check_keys"),
        ("core", "0007_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="mediaaccount",
            name="contract_expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="委托合同到期日"),
        ),
        migrations.AddField(
            model_name="mediaaccount",
            name="contract_starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="委托合同起始日"),
        ),
        migrations.AddField(
            model_name="mediaaccount",
            name="staff_ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="使用人任职结束日期"),
        ),
        migrations.CreateModel(
            name="WorkGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(blank=True, max_length=10, verbose_name="期限")),
                ("owner", models.CharField(blank=True, max_length=40, verbose_name="群负责人")),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("expected_end_on", models.DateField(blank=True, null=True, verbose_name="预计结束日期")),
                ("work_ended_on", models.DateField(blank=True, null=True, verbose_name="工作结束日期")),
                ("dissolve_due_on", models.DateField(blank=True, null=True, verbose_name="应撤销日期")),
                ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("successor_due_since", models.DateField(blank=True, null=True, verbose_name="待落实继任，自")),
                ("prompted_on", models.DateField(blank=True, null=True, verbose_name="提示备案日期")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group",
                        to="accounts.mediaaccount",
                        verbose_name="工作群",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作群",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="单位及职务")),
                ("nickname", models.CharField(blank=True, max_length=60, verbose_name="群昵称")),
                ("phone_sealed", models.TextField(blank=True, editable=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("member", "群成员"), ("reviewer", "审核小组"), ("head", "群负责人")],
                        default="member",
                        max_length=10,
                        verbose_name="身份",
                    ),
                ),
                ("since", models.DateField(verbose_name="入群日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="退群日期")),
                ("leave_due_since", models.DateField(blank=True, null=True, verbose_name="应退群，自")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="accounts.workgroup"
                    ),
                ),
            ],
            options={
                "verbose_name": "群成员",
                "ordering": ["part", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupCleanup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="确认时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cleanup", to="accounts.workgroup"
                    ),
                ),
            ],
            options={
                "verbose_name": "清理记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="workgroup",
            index=models.Index(fields=["root", "-id"], name="group_root_id"),
        ),
        migrations.AddIndex(
            model_name="workgroup",
            index=models.Index(
                condition=models.Q(("dissolved_on__isnull", True)), fields=["term"], name="group_running_term"
            ),
        ),
        migrations.AddConstraint(
            model_name="workgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_ended_on__isnull", True),
                    ("dissolved_on__isnull", True),
                    ("dissolved_on__gte", models.F("work_ended_on")),
                    _connector="OR",
                ),
                name="group_dissolved_after_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("group", "name", "title"), name="group_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="group_member_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupcleanup",
            constraint=models.UniqueConstraint(fields=("group", "code"), name="group_cleanup_once"),
        ),
        migrations.RunPython(bring_in, take_back, atomic=False),
    ]
