"""A review may be ended by an administrator; one run may be authorised again after it was taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_every_verb"),
        ("reviews", "0003_lexicons_frozen"),
    ]

    operations = [
        migrations.AlterField(
            model_name="authorisation",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.run"),
        ),
        migrations.AlterField(
            model_name="post",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("review", "审核中"),
                    ("returned", "退回修改"),
                    ("withdrawn", "已撤回"),
                    ("ready", "可发布"),
                    ("published", "已发布"),
                    ("retracted", "已撤稿"),
                    ("rejected", "不同意"),
                    ("terminated", "已终止"),
                ],
                default="draft",
                max_length=12,
                verbose_name="状态",
            ),
        ),
    ]
