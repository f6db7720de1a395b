import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def person(**more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **more)


class Migration(migrations.Migration):
    dependencies = [("core", "0008_messages_out")]

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", key()),
                ("object_type", models.CharField(max_length=50)),
                ("object_id", models.BigIntegerField()),
                ("since", models.DateTimeField(verbose_name="关注时间")),
                ("user", person(related_name="follows")),
            ],
            options={
                "verbose_name": "关注",
                "ordering": ["-since", "-pk"],
                "indexes": [models.Index(fields=["object_type", "object_id"], name="follow_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "object_type", "object_id"), name="follow_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", key()),
                ("path", models.CharField(max_length=200, verbose_name="列表")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="条件")),
                ("columns", models.JSONField(blank=True, null=True, verbose_name="显示列")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("owner", person(related_name="+", verbose_name="保存人")),
                (
                    "shared_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                        verbose_name="共享给",
                    ),
                ),
            ],
            options={
                "verbose_name": "视图",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["path", "shared_with"], name="saved_view_shared")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "path", "name"), name="saved_view_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DefaultView",
            fields=[
                ("id", key()),
                ("path", models.CharField(max_length=200)),
                ("user", person(related_name="+")),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="defaults", to="core.savedview"
                    ),
                ),
            ],
            options={
                "verbose_name": "默认视图",
                "constraints": [models.UniqueConstraint(fields=("user", "path"), name="default_view_once")],
            },
        ),
    ]
