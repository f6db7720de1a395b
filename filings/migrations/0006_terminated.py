"""A filing may be ended by an administrator (终止)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The state column knows one more word."""

    dependencies = [("filings", "0005_queue")]

    operations = [
        migrations.AlterField(
            model_name="filing",
            name="state",
            field=models.CharField(
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
                verbose_name="状态",
            ),
        ),
    ]
