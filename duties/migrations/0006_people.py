"""Leavers' checklists, rounds of checks, confirmations of entries (队伍与口令)."""

import django.db.models.deletion
import django_fsm
import duties.workflow.impostors
import duties.workflow.people
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Leavers' checklists, rounds of checks, confirmations of entries (队伍与口令)."""

    dependencies = [
        ("accounts", "0003_circle"),
        ("core", "0004_sequences"),
        ("duties", "0005_impostors"),
        ("regimes", "0002_published_is_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=60, verbose_name="名称")),
                ("article", models.CharField(max_length=60, verbose_name="依据")),
                ("period", models.CharField(max_length=8, verbose_name="周期")),
                ("conditions", models.JSONField(default=list, verbose_name="逐项核对")),
                ("opened_on", models.DateField(verbose_name="开始日期")),
                ("remind_on", models.DateField(verbose_name="提醒日期")),
                ("due_on", models.DateField(verbose_name="截止日期")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regimes.editionrecord"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"),
                ),
            ],
            options={
                "verbose_name": "自查批次",
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("root", "code", "period"), name="check_round_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opened_on"))), name="check_round_due_after"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(default=list, verbose_name="逐项结果")),
                ("has_problem", models.BooleanField(default=False, verbose_name="有问题")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="问题与处理")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="填报时间")),
                (
                    "answered_by",
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
                        related_name="check_replies",
                        to="core.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="duties.checkround",
                        verbose_name="批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "自查填报",
                "ordering": ["-round_id", "unit__path"],
                "indexes": [
                    models.Index(fields=["root", "-id"], name="check_reply_root"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)), fields=["unit"], name="check_reply_waits"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "unit"), name="check_reply_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_problem", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="check_problem_explained",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=8, verbose_name="周期")),
                (
                    "result",
                    models.CharField(
                        choices=[("same", "已核实"), ("changed", "有变化")], max_length=8, verbose_name="结果"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="台账版本")),
                ("at", models.DateTimeField(verbose_name="核实时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="accounts.mediaaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
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
                "verbose_name": "登记信息核实",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["root", "-at", "-id"], name="entry_root_at")],
                "constraints": [models.UniqueConstraint(fields=("account", "period"), name="entry_confirmed_once")],
            },
        ),
        migrations.CreateModel(
            name="LeavingChecklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=60, verbose_name="离任人")),
                ("left_on", models.DateField(verbose_name="离任日期")),
                ("opened_at", models.DateTimeField(verbose_name="开立时间")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "办理中"), ("done", "已完成")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regimes.editionrecord"
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaving",
                        to="core.post",
                        verbose_name="任职",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leavers",
                        to="core.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "离任清单",
                "ordering": ["-left_on", "-pk"],
                "indexes": [
                    models.Index(fields=["root", "-left_on", "-id"], name="leaving_root_left"),
                    models.Index(condition=models.Q(("state", "open")), fields=["unit"], name="leaving_open"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="leaving_done_when",
                    )
                ],
            },
            bases=(duties.workflow.people.ChecklistTransitions, django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="LeavingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("password", "更换口令"),
                            ("rights", "移交工作权限"),
                            ("groups", "退出工作群"),
                            ("talk", "安全保密教育谈话"),
                            ("filing", "办理管理人员变更备案"),
                            ("successor", "落实接任人"),
                        ],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="名称")),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="依据")),
                ("basis", models.CharField(max_length=10)),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="办理日期")),
                ("entered_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                ("waived", models.BooleanField(default=False, verbose_name="不涉及")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaving_items",
                        to="accounts.mediaaccount",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="duties.leavingchecklist",
                        verbose_name="清单",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "离任事项",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", True)),
                        fields=("checklist", "code"),
                        name="leaving_item_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("checklist", "code", "account"),
                        name="leaving_item_once_per_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("waived", False), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="leaving_waived_says_why",
                    ),
                ],
            },
        ),
    ]
