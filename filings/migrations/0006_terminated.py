"""A filing may be ended by an administrator (终止)."""

import django_fsm
from django.db import migrations


class Migration(migrations.Migration):
    """The state column knows one more word."""

    dependencies = [("filings", "0005_queue")]

    operations = [
        migrations.AlterField(
            model_name="filing",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("draft", "草稿"),
                    ("unit", "单位审签中"),
                    ("authority", "机关办理中"),
                    ("returned", "退回补正"),
                    ("withdrawn", "已撤回"),
                    ("approved", "已备案"),
                    ("rejected", "不予备案"),
                    ("terminated", "已终止"),
                ],
                default="draft",
                max_length=12,
                protected=True,
                verbose_name="状态",
            ),
        ),
    ]
