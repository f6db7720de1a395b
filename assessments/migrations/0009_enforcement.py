"""Rows of measures and commendations (处置、表彰)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import assessments.enforcing.workflow


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_circle"),
        ("assessments", "0008_inspections"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0004_sequences"),
        ("filings", "0002_watched_obligations"),
        ("regimes", "0002_published_is_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnforcementCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("sanction", "处置"), ("reward", "表彰激励")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("measure", models.CharField(max_length=30, verbose_name="措施")),
                ("label", models.CharField(max_length=40, verbose_name="措施名称")),
                ("target", models.CharField(max_length=12, verbose_name="对象")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("article", models.CharField(max_length=60, verbose_name="条款")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度")),
                ("facts", models.TextField(verbose_name="事实和理由")),
                ("demand", models.TextField(blank=True, verbose_name="要求")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成期限")),
                ("persons", models.CharField(blank=True, max_length=300, verbose_name="涉及人员")),
                ("partners", models.CharField(blank=True, max_length=300, verbose_name="移送或联合单位")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="信息链接")),
                ("category", models.CharField(blank=True, max_length=10, verbose_name="内容类别")),
                ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="提出时间")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="决定时间")),
                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="决定意见")),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        choices=[("", "未送达"), ("portal", "平台送达"), ("paper", "纸质送达")],
                        default="",
                        max_length=10,
                        verbose_name="送达方式",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="登记送达")),
                ("received_by", models.CharField(blank=True, max_length=60, verbose_name="收件人")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                ("answer", models.TextField(blank=True, verbose_name="单位反馈")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈时间")),
                ("result", models.TextField(blank=True, verbose_name="处理结果")),
                ("revoked_why", models.CharField(blank=True, max_length=500, verbose_name="撤销原因")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("proposed", "待决定"),
                            ("refused", "不同意"),
                            ("withdrawn", "已撤回"),
                            ("decided", "待送达"),
                            ("delivered", "待反馈"),
                            ("answered", "待结案"),
                            ("closed", "已结束"),
                            ("revoked", "已撤销"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcements",
                        to="accounts.mediaaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="filings.filing",
                        verbose_name="关闭备案",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regimes.editionrecord"
                    ),
                ),
                (
                    "proposed_by",
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
                        related_name="enforcements",
                        to="core.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "处置",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["root", "-id"], name="enforcement_root_id"),
                    models.Index(fields=["unit", "-id"], name="enforcement_unit_id"),
                    models.Index(fields=["root", "state", "-id"], name="enforcement_root_state"),
                    models.Index(
                        condition=models.Q(("measure", "no_award")), fields=["unit", "year"], name="enforcement_bars"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="enforcement_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="enforcement_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("state", "withdrawn"), ("proposed_by__isnull", False), _connector="OR"
                        ),
                        name="enforcement_proposed_by_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "delivered", "answered", "closed"]), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="enforcement_decided_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["delivered", "answered", "closed"]), _negated=True),
                            models.Q(("delivered_at__isnull", False), ("delivered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="enforcement_delivered_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(models.Q(("result", ""), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="enforcement_closed_has_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind", "reward"), _negated=True),
                                models.Q(("measure", "no_award"), _negated=True),
                            ),
                            ("year__isnull", False),
                            _connector="OR",
                        ),
                        name="enforcement_award_has_year",
                    ),
                ],
            },
            bases=(
                assessments.enforcing.workflow.EnforcementTransitions,
                django_fsm.ConcurrentTransitionMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="EnforcementBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, verbose_name="类别")),
                ("text", models.CharField(max_length=500, verbose_name="事实")),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="条款")),
                ("on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("object_id", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "object_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="assessments.enforcementcase",
                        verbose_name="处置",
                    ),
                ),
            ],
            options={
                "verbose_name": "处置依据",
                "ordering": ["case", "pk"],
                "indexes": [models.Index(fields=["object_type", "object_id"], name="enforcement_basis_object")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("object_id__isnull", False)),
                        fields=("case", "object_type", "object_id"),
                        name="enforcement_basis_once",
                    )
                ],
            },
        ),
    ]
