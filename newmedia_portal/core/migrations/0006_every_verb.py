"""Every verb of the approval chain: seats, copies, presence, what was added, scope of substitutions."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from newmedia_portal.core.schema.operations import AddField


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_type", models.CharField(max_length=50)),
                ("object_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("copy", "抄送"), ("circulate", "传阅")], max_length=10, verbose_name="方式"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="发送时间")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="阅读时间")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="阅后意见")),
            ],
            options={
                "verbose_name": "抄送传阅",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_type", models.CharField(max_length=50)),
                ("object_id", models.BigIntegerField()),
                ("doing", models.CharField(max_length=10)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "在场",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未办"), ("agreed", "已同意"), ("against", "不同意"), ("gone", "不再需要")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "会签席位",
                "ordering": ["step_id", "pk"],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_once_per_step",
        ),
        migrations.AddField(
            model_name="step",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="加签人",
            ),
        ),
        AddField(
            model_name="step",
            name="back_to",
            field=models.CharField(blank=True, max_length=40, verbose_name="办后交回的环节"),
        ),
        AddField(
            model_name="step",
            name="mode",
            field=models.CharField(
                choices=[("any", "或签"), ("all", "会签"), ("ratio", "按比例")],
                default="any",
                max_length=6,
                verbose_name="多人办理方式",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="percent",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同意比例(%)"),
        ),
        AddField(
            model_name="step",
            name="seated",
            field=models.BooleanField(default=False, verbose_name="按席位办理"),
        ),
        migrations.AddField(
            model_name="step",
            name="stuck_on",
            field=models.DateField(blank=True, null=True, verbose_name="无人办理起始日"),
        ),
        migrations.AddField(
            model_name="substitution",
            name="object_type",
            field=models.CharField(blank=True, max_length=50, verbose_name="代理事项"),
        ),
        migrations.AddField(
            model_name="substitution",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.unit",
                verbose_name="代理单位",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("submit", "提交"),
                    ("approve", "同意"),
                    ("return", "退回补正"),
                    ("send_back", "退回环节"),
                    ("reject", "不予通过"),
                    ("withdraw", "撤回"),
                    ("transfer", "转交"),
                    ("urge", "催办"),
                    ("notify", "知会"),
                    ("replan", "调整环节"),
                    ("void", "签署失效"),
                    ("cosign", "会签同意"),
                    ("dissent", "表决不同意"),
                    ("delegate", "委派"),
                    ("opine", "提出意见"),
                    ("add_before", "前加签"),
                    ("add_after", "后加签"),
                    ("remove", "减签"),
                    ("copy", "抄送"),
                    ("circulate", "传阅"),
                    ("read", "已阅"),
                    ("recall", "收回"),
                    ("terminate", "终止"),
                ],
                max_length=10,
                verbose_name="动作",
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "办理中"),
                    ("approved", "已通过"),
                    ("returned", "已退回"),
                    ("rejected", "不予通过"),
                    ("withdrawn", "已撤回"),
                    ("voided", "已失效"),
                    ("terminated", "已终止"),
                ],
                default="open",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("approve", "审批"),
                    ("sign", "签署"),
                    ("record", "登记备案"),
                    ("notify", "知会"),
                    ("opinion", "提意见"),
                ],
                default="approve",
                max_length=10,
                verbose_name="方式",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "未到"),
                    ("active", "办理中"),
                    ("done", "已办"),
                    ("suspended", "已转他人先办"),
                    ("cancelled", "已取消"),
                ],
                default="waiting",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verb__in", ["approve", "return", "send_back", "reject", "notify", "opine"])),
                fields=("step",),
                name="decision_once_per_step",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发送人",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to=settings.AUTH_USER_MODEL,
                verbose_name="收件人",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="core.run"),
        ),
        migrations.AddField(
            model_name="presence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="会签人",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="step",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="core.step"),
        ),
        migrations.AddIndex(
            model_name="copy",
            index=models.Index(fields=["person", "object_type", "object_id"], name="copy_person_object"),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(fields=("run", "person", "kind"), name="copy_once_per_person"),
        ),
        migrations.AddIndex(
            model_name="presence",
            index=models.Index(fields=["seen_at"], name="presence_seen_at"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("object_type", "object_id", "person"), name="presence_once_per_person"
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(condition=models.Q(("state", "open")), fields=["person"], name="seat_open_by_person"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("step", "person"), name="seat_once_per_step"),
        ),
    ]
