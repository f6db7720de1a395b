# Inspections and rectification: every table in one step, with its constraints and indexes.

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import assessments.inspecting.workflow


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_circle"),
        ("assessments", "0007_quarters"),
        ("core", "0004_sequences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("regimes", "0002_published_is_frozen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="组织单位",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regimes.editionrecord",
                        verbose_name="适用制度",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="检查类型")),
                ("kind_label", models.CharField(max_length=60, verbose_name="检查类型")),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="条款")),
                ("period", models.CharField(blank=True, max_length=10, verbose_name="检查周期")),
                ("window_start", models.DateField(verbose_name="检查开始")),
                ("window_end", models.DateField(verbose_name="检查结束")),
                ("percent", models.DecimalField(decimal_places=2, default=100, max_digits=5, verbose_name="抽查比例")),
                ("seed", models.CharField(max_length=64, verbose_name="抽样种子")),
                ("only_units", models.JSONField(blank=True, default=list, verbose_name="限定单位")),
                ("only_platforms", models.JSONField(blank=True, default=list, verbose_name="限定平台")),
                ("owner_level", models.CharField(blank=True, max_length=20, verbose_name="本级层级")),
                ("second_percent", models.PositiveSmallIntegerField(default=0, verbose_name="复核比例")),
                ("rectify_number", models.PositiveSmallIntegerField(verbose_name="整改期限")),
                ("rectify_unit", models.CharField(default="wd", max_length=12, verbose_name="期限单位")),
                ("rectify_basis", models.CharField(blank=True, max_length=120, verbose_name="期限依据")),
                ("objection_days", models.PositiveSmallIntegerField(default=0, verbose_name="申诉期限")),
                ("repeat_months", models.PositiveSmallIntegerField(default=12, verbose_name="重复问题回看月数")),
                ("template", models.JSONField(default=list, verbose_name="检查项")),
                ("template_digest", models.CharField(blank=True, max_length=64, verbose_name="检查项指纹")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "准备中"),
                            ("running", "检查中"),
                            ("reviewing", "汇总中"),
                            ("closed", "已办结"),
                            ("cancelled", "已取消"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查抽查",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["root", "-id"], name="campaign_root_id")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("window_end__gte", models.F("window_start"))),
                        name="campaign_window_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)), name="campaign_percent_is_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("second_percent__lte", 100)), name="campaign_second_is_share"
                    ),
                    models.CheckConstraint(condition=models.Q(("rectify_number__gte", 1)), name="campaign_has_term"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "cancelled"]),
                            models.Q(("template_digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="campaign_running_is_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="campaign_closed_says_by_whom",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("period", ""), _negated=True),
                            models.Q(("kind", "spot"), _negated=True),
                            models.Q(("state", "cancelled"), _negated=True),
                        ),
                        fields=("unit", "kind", "period"),
                        name="campaign_once_per_period",
                    ),
                ],
            },
            bases=(
                assessments.inspecting.workflow.CampaignTransitions,
                django_fsm.ConcurrentTransitionMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="CampaignDraw",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="draw",
                        serialize=False,
                        to="assessments.campaign",
                    ),
                ),
                ("frame", models.JSONField(verbose_name="抽样范围")),
                ("sentences", models.JSONField(default=list, verbose_name="抽样说明")),
                ("total", models.PositiveIntegerField(verbose_name="范围内账号")),
                ("watched", models.PositiveIntegerField(verbose_name="重点关注")),
                ("drawn", models.PositiveIntegerField(verbose_name="抽取")),
                ("digest", models.CharField(max_length=64, verbose_name="结果指纹")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="抽样时间")),
            ],
            options={
                "verbose_name": "抽样记录",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("drawn__lte", models.F("total"))), name="draw_within_frame"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignInspector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspectors",
                        to="assessments.campaign",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="检查人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查人员",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("campaign", "user"), name="campaign_inspector_once")],
            },
        ),
        migrations.CreateModel(
            name="Inspected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="assessments.campaign",
                        verbose_name="检查",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="accounts.mediaaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.platform",
                        verbose_name="平台",
                    ),
                ),
                ("owner_level", models.CharField(max_length=20, verbose_name="单位层级")),
                ("name", models.CharField(max_length=200, verbose_name="账号名称")),
                ("handle", models.CharField(blank=True, max_length=120, verbose_name="账号ID")),
                ("stratum", models.CharField(max_length=200, verbose_name="抽样分层")),
                ("place", models.PositiveIntegerField(default=0, verbose_name="抽样次序")),
                ("watched", models.BooleanField(default=False, verbose_name="重点关注")),
                (
                    "inspector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="检查人",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("second_wanted", models.BooleanField(default=False, verbose_name="抽中复核")),
                ("inspected_at", models.DateTimeField(blank=True, null=True, verbose_name="检查时点")),
                ("last_published_on", models.DateField(blank=True, null=True, verbose_name="检查时更新日期")),
                ("known_until", models.DateField(blank=True, null=True, verbose_name="数据截至")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("passed", "合格"), ("failed", "不合格"), ("unchecked", "未查")],
                        default="unchecked",
                        max_length=10,
                        verbose_name="检查结论",
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="扣加分合计")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="检查完成")),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="复核时间")),
                ("second_words", models.CharField(blank=True, max_length=300, verbose_name="复核意见")),
                ("skipped_why", models.CharField(blank=True, max_length=300, verbose_name="未查原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待检查"), ("second", "待复核"), ("done", "已完成"), ("skipped", "未查")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "受检账号",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["campaign", "state", "id"], name="inspected_campaign_state"),
                    models.Index(fields=["inspector", "state"], name="inspected_inspector"),
                    models.Index(fields=["second", "state"], name="inspected_second"),
                    models.Index(fields=["account", "-id"], name="inspected_account"),
                    models.Index(fields=["unit", "-id"], name="inspected_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "account"), name="inspected_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second__isnull", True),
                            ("inspector__isnull", True),
                            models.Q(("second", models.F("inspector")), _negated=True),
                            _connector="OR",
                        ),
                        name="inspected_by_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "unchecked"),
                            models.Q(("inspected_at__isnull", False), ("inspector__isnull", False)),
                            _connector="OR",
                        ),
                        name="inspected_verdict_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("verdict", "failed"), _negated=True),
                            models.Q(("second__isnull", False), ("second_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="inspected_failed_seen_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("verdict", "unchecked"), _negated=True),
                            _connector="OR",
                        ),
                        name="inspected_done_has_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("verdict", "unchecked"), models.Q(("skipped_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="inspected_skipped_says_why",
                    ),
                ],
            },
            bases=(
                assessments.inspecting.workflow.InspectedTransitions,
                django_fsm.ConcurrentTransitionMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assessments.inspected",
                        verbose_name="受检账号",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("code", models.CharField(max_length=40, verbose_name="检查项")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "未填写"),
                            ("fine", "正常"),
                            ("problem", "有问题"),
                            ("unknown", "未知"),
                            ("none", "不适用"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "未填写"),
                            ("fine", "正常"),
                            ("problem", "有问题"),
                            ("unknown", "未知"),
                            ("none", "不适用"),
                        ],
                        max_length=10,
                        verbose_name="系统判断",
                    ),
                ),
                ("hits", models.PositiveSmallIntegerField(default=1, verbose_name="处数")),
                ("points", models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="分值")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="依据")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="填写时间")),
            ],
            options={
                "verbose_name": "检查项记录",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("inspected", "code"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="RectificationNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="文号")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="发出单位",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="assessments.campaign",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="要求")),
                ("issued_on", models.DateField(verbose_name="发出日期")),
                ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="报告期限")),
            ],
            options={
                "verbose_name": "整改通知书",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["root", "-id"], name="rectification_root_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("department", "number"), name="notice_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("issued_on"))), name="notice_due_after_issue"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="accounts.mediaaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regimes.editionrecord"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.campaign",
                        verbose_name="检查",
                    ),
                ),
                (
                    "inspected",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.inspected",
                        verbose_name="受检账号",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.answer",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="问题类别")),
                ("label", models.CharField(max_length=120, verbose_name="问题类别")),
                ("metric", models.CharField(blank=True, max_length=40, verbose_name="指标")),
                ("is_veto", models.BooleanField(default=False, verbose_name="单项否决")),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("local", "本级检查"),
                            ("city", "市级检查"),
                            ("provincial", "省级检查"),
                            ("national", "国家级检查"),
                        ],
                        default="local",
                        max_length=12,
                        verbose_name="检查层级",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "finder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发现人",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="情况")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="依据")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="条款")),
                (
                    "repeats",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated",
                        to="assessments.finding",
                    ),
                ),
                (
                    "recheck_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="failed_again",
                        to="assessments.finding",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="期限")),
                ("unit_of_time", models.CharField(default="wd", max_length=12, verbose_name="期限单位")),
                ("objection_days", models.PositiveSmallIntegerField(default=0, verbose_name="申诉期限")),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.rectificationnotice",
                    ),
                ),
                ("anchor_on", models.DateField(blank=True, null=True, verbose_name="起算日")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="报告期限")),
                ("objection_due_on", models.DateField(blank=True, null=True, verbose_name="申诉截止")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("overdue_on", models.DateField(blank=True, null=True, verbose_name="逾期标记")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="了结时间")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_words", models.CharField(blank=True, max_length=500, verbose_name="了结说明")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待通知"),
                            ("notified", "待整改"),
                            ("objected", "申诉中"),
                            ("proven", "待复查"),
                            ("settled", "已整改"),
                            ("failed", "整改不彻底"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["root", "-id"], name="finding_root_id"),
                    models.Index(fields=["unit", "-id"], name="finding_unit_id"),
                    models.Index(fields=["account", "kind", "-id"], name="finding_account_kind"),
                    models.Index(fields=["campaign", "state"], name="finding_campaign_state"),
                    models.Index(fields=["root", "found_at"], name="finding_root_found"),
                    models.Index(
                        condition=models.Q(("overdue_on__isnull", True), ("state", "notified")),
                        fields=["due_on"],
                        name="finding_clock",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "withdrawn"]),
                            models.Q(
                                ("anchor_on__isnull", False), ("due_on__isnull", False), ("notice__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="finding_notified_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["settled", "failed", "withdrawn"]), _negated=True),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_over_says_by_whom",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer__isnull", False), models.Q(("state", "withdrawn"), _negated=True)),
                        fields=("answer",),
                        name="finding_once_per_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("repeats", models.F("id")), _negated=True),
                        name="finding_not_its_own_repeat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recheck_of", models.F("id")), _negated=True),
                        name="finding_not_its_own_recheck",
                    ),
                ],
            },
            bases=(
                assessments.inspecting.workflow.FindingTransitions,
                django_fsm.ConcurrentTransitionMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="assessments.finding",
                        verbose_name="问题",
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="整改情况")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                ("done_on", models.DateField(verbose_name="整改完成日")),
                ("late", models.BooleanField(default=False, verbose_name="逾期报告")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="报告时间")),
            ],
            options={
                "verbose_name": "整改报告",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="assessments.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="assessments.campaign",
                    ),
                ),
                ("passed", models.BooleanField(verbose_name="已整改")),
                ("words", models.CharField(max_length=500, verbose_name="复查情况")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复查人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="复查时间")),
            ],
            options={
                "verbose_name": "复查",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FindingObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="assessments.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="责任单位",
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="申诉理由")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申诉人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="申诉时间")),
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
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="决定时间")),
                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="决定理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "待决定"),
                            ("accepted", "申诉成立"),
                            ("rejected", "申诉不成立"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "申诉",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "filed")), fields=("finding",), name="objection_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "rejected"]), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("opinion", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finding_objection_decision_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="finding_objection_decided_by_another",
                    ),
                ],
            },
            bases=(
                assessments.inspecting.workflow.ObjectionTransitions,
                django_fsm.ConcurrentTransitionMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.answer",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.finding",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.proof",
                    ),
                ),
                (
                    "recheck",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.recheck",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.findingobjection",
                    ),
                ),
                ("file", models.FileField(upload_to="inspections/", verbose_name="文件")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
            ],
            options={
                "verbose_name": "取证材料",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", False),
                                ("finding__isnull", True),
                                ("objection__isnull", True),
                                ("proof__isnull", True),
                                ("recheck__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("finding__isnull", False),
                                ("objection__isnull", True),
                                ("proof__isnull", True),
                                ("recheck__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("finding__isnull", True),
                                ("objection__isnull", True),
                                ("proof__isnull", False),
                                ("recheck__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("finding__isnull", True),
                                ("objection__isnull", True),
                                ("proof__isnull", True),
                                ("recheck__isnull", False),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("finding__isnull", True),
                                ("objection__isnull", False),
                                ("proof__isnull", True),
                                ("recheck__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watch_list",
                        to="accounts.mediaaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="主办单位",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="列入原因")),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.finding",
                    ),
                ),
                ("since", models.DateField(verbose_name="列入日期")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="列入时间")),
                ("until", models.DateField(blank=True, null=True, verbose_name="移出日期")),
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
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="移出原因")),
            ],
            options={
                "verbose_name": "重点关注",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["root", "-id"], name="watch_list_root_id")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("account",), name="watch_list_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("until__gte", models.F("since")),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="watch_list_end_says_why",
                    ),
                ],
            },
        ),
    ]
