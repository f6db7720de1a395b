"""Receipts of the department above (上级备案回执)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One receipt per filing told upward."""

    dependencies = [
        ("core", "0005_exports"),
        ("filings", "0006_terminated"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UpwardReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=60, verbose_name="环节")),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="依据")),
                ("told_at", models.DateTimeField(verbose_name="报送时间")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="知悉时间")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="回执意见")),
                ("question", models.CharField(blank=True, max_length=500, verbose_name="询问")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="询问时间")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="知悉人",
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
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upward",
                        to="filings.filing",
                        verbose_name="备案",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="上级部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "上级备案回执",
                "ordering": ["told_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)),
                        fields=["unit", "told_at"],
                        name="upward_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", False), _connector="OR"
                        ),
                        name="upward_who_took_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("asked_at__isnull", False), _connector="OR"),
                        name="upward_answer_after_question",
                    ),
                ],
            },
        ),
    ]
