from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Linking an outer identity is asked for and released, as resets are."""

    dependencies = [("core", "0017_outer_identities")]

    operations = [
        migrations.AddField(
            "releaserequest",
            "outer_kind",
            models.CharField(
                "统一认证方式",
                max_length=8,
                choices=[("oidc", "OIDC"), ("cas", "CAS"), ("ldap", "LDAP 目录")],
                blank=True,
                default="",
                db_default="",
            ),
        ),
        migrations.AddField(
            "releaserequest",
            "outer_issuer",
            models.CharField("签发方", max_length=255, blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            "releaserequest",
            "outer_name",
            models.CharField("外部标识", max_length=255, blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            "releaserequest",
            "batch",
            models.CharField(max_length=32, blank=True, default="", db_default="", editable=False),
        ),
        migrations.AlterField(
            "releaserequest",
            "what",
            models.CharField(
                "事项",
                max_length=10,
                choices=[
                    ("factor", "重置第二因素"),
                    ("password", "重置登录密码"),
                    ("identity", "登记统一认证身份"),
                ],
            ),
        ),
        migrations.AddConstraint(
            "releaserequest",
            models.CheckConstraint(
                condition=~Q(what="identity") | ~(Q(outer_kind="") | Q(outer_name="")),
                name="release_names_the_identity",
            ),
        ),
    ]
