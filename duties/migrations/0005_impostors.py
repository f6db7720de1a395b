"""Impostor cases with partners and letters (假冒账号)."""

import django.db.models.deletion
import django_fsm
import duties.workflow.impostors
import duties.workflow.people
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Impostor cases with partners and letters (假冒账号)."""

    dependencies = [
        ("accounts", "0003_circle"),
        ("core", "0004_sequences"),
        ("duties", "0004_incidents"),
        ("regimes", "0002_published_is_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImpostorCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="举报编号")),
                (
                    "source",
                    models.CharField(
                        choices=[("public", "公众举报"), ("staff", "工作人员登记")], max_length=10, verbose_name="来源"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="账号名称")),
                ("handle", models.CharField(blank=True, max_length=120, verbose_name="账号ID")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="链接")),
                ("text", models.TextField(verbose_name="情况")),
                ("screenshot", models.FileField(blank=True, upload_to="impostors/", verbose_name="截图")),
                ("screenshot_name", models.CharField(blank=True, max_length=120)),
                ("screenshot_type", models.CharField(blank=True, max_length=40)),
                ("contact_sealed", models.TextField(blank=True, editable=False)),
                ("token", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ("reported_at", models.DateTimeField(verbose_name="收到时间")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="核实时间")),
                ("finding", models.TextField(blank=True, verbose_name="核实情况")),
                ("compared", models.JSONField(blank=True, default=list, verbose_name="比对到的账号")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="首次致函")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="平台处置时间")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="报备日期")),
                ("filed_no", models.CharField(blank=True, max_length=60, verbose_name="报备文号")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="登记报备")),
                ("summary", models.TextField(blank=True, verbose_name="办理总结")),
                ("unmet_reason", models.CharField(blank=True, max_length=300, verbose_name="未办步骤的说明")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "待核实"),
                            ("handling", "处置中"),
                            ("sent", "已致函"),
                            ("settled", "平台已处置"),
                            ("closed", "已办结"),
                            ("dismissed", "不是假冒"),
                        ],
                        default="reported",
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
                        related_name="impostors",
                        to="accounts.mediaaccount",
                        verbose_name="被冒用账号",
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regimes.editionrecord"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        related_name="impostors",
                        to="core.unit",
                        verbose_name="被冒用单位",
                    ),
                ),
                (
                    "verified_by",
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
                "verbose_name": "假冒账号",
                "ordering": ["-reported_at", "-pk"],
                "indexes": [
                    models.Index(fields=["root", "-reported_at", "-id"], name="impostor_root_reported"),
                    models.Index(fields=["unit", "-reported_at", "-id"], name="impostor_unit_reported"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "reported"),
                            models.Q(models.Q(("finding", ""), _negated=True), ("verified_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="impostor_verified_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["closed", "dismissed"]), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="impostor_over_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_at__isnull", True),
                            ("verified_at__gte", models.F("reported_at")),
                            _connector="OR",
                        ),
                        name="impostor_verified_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_on__isnull", True), models.Q(("filed_no", ""), _negated=True), _connector="OR"
                        ),
                        name="impostor_filed_number",
                    ),
                ],
            },
            bases=(duties.workflow.impostors.ImpostorTransitions, django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ImpostorContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partner",
                    models.CharField(
                        choices=[("cyberspace", "网信部门"), ("police", "公安机关"), ("other", "其他")],
                        max_length=12,
                        verbose_name="协同单位",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="单位名称")),
                ("moment", models.DateTimeField(verbose_name="联系时间")),
                ("person", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="内容")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="duties.impostorcase",
                        verbose_name="假冒账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "协同记录",
                "ordering": ["moment", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("answered_at__gte", models.F("moment")), _connector="OR"
                        ),
                        name="impostor_answer_after",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpostorLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("to", models.CharField(max_length=120, verbose_name="主送")),
                ("signer", models.CharField(max_length=120, verbose_name="落款单位")),
                ("dated", models.DateField(verbose_name="落款日期")),
                ("demand", models.TextField(max_length=1000, verbose_name="请求事项")),
                ("written_at", models.DateTimeField(verbose_name="拟函时间")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发函时间")),
                ("channel", models.CharField(blank=True, max_length=60, verbose_name="发函方式")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "等待答复"),
                            ("closed", "已关停账号"),
                            ("renamed", "账号已更名或去除冒用内容"),
                            ("refused", "平台不予处置"),
                            ("silent", "没有答复"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="处理结果",
                    ),
                ),
                ("outcome_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="平台答复")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="duties.impostorcase",
                        verbose_name="假冒账号",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "致平台函",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")), fields=("case",), name="impostor_letter_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("outcome_at__gte", models.F("sent_at")), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="impostor_outcome_after_sending",
                    ),
                ],
            },
        ),
    ]
