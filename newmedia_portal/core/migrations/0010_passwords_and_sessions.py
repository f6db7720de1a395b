"""Ages and former hashes of passwords, living sessions, the privacy notice a person has read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newmedia_portal.core.schema.operations import AddField


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def person(on_delete, **more):
    return models.ForeignKey(on_delete=on_delete, to=settings.AUTH_USER_MODEL, verbose_name="人员", **more)


def moment(label):
    return models.DateTimeField(blank=True, editable=False, null=True, verbose_name=label)


class Migration(migrations.Migration):
    dependencies = [("core", "0009_following_and_views")]

    operations = [
        migrations.AddField("user", "password_set_at", moment("密码设置时间")),
        migrations.AddField("user", "reactivated_at", moment("重新启用时间")),
        AddField(
            "user",
            "privacy_version",
            models.CharField(blank=True, editable=False, max_length=20, verbose_name="已阅的个人信息告知版本"),
        ),
        migrations.CreateModel(
            name="LoginSession",
            fields=[
                ("id", key()),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("began_at", models.DateTimeField(verbose_name="登录时间")),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="最近使用")),
                ("address", models.CharField(blank=True, max_length=64, verbose_name="来访地址")),
                ("browser", models.CharField(blank=True, max_length=60, verbose_name="浏览器")),
                ("user", person(django.db.models.deletion.CASCADE, related_name="login_sessions")),
            ],
            options={"verbose_name": "登录设备", "ordering": ["-seen_at", "-pk"]},
        ),
        migrations.CreateModel(
            name="PasswordUsed",
            fields=[
                ("id", key()),
                ("hash", models.CharField(editable=False, max_length=128)),
                ("set_at", models.DateTimeField(verbose_name="设置时间")),
                ("user", person(django.db.models.deletion.PROTECT, related_name="passwords_used")),
            ],
            options={"verbose_name": "用过的密码", "ordering": ["-set_at", "-pk"]},
        ),
    ]
