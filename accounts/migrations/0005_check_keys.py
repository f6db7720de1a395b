"""Names and ids are compared under one form by the public check (账号核验)."""

from typing import Any

from django.db import migrations, models

from accounts.verify.keys import check_key

PART = 1000


def fill(apps: Any, editor: Any) -> None:
    """Work out the forms of what stands in the register already."""
    accounts = apps.get_model("accounts", "MediaAccount")
    waiting = []
    for one in accounts.objects.only("pk", "name", "handle").iterator(chunk_size=PART):
        one.name_key, one.handle_key = check_key(one.name), check_key(one.handle)
        waiting.append(one)
        if len(waiting) == PART:
            accounts.objects.bulk_update(waiting, ["name_key", "handle_key"])
            waiting = []
    accounts.objects.bulk_update(waiting, ["name_key", "handle_key"])


class Migration(migrations.Migration):
    """Two columns with their index, filled for the entries that exist."""

    dependencies = [("accounts", "0004_account_updated")]

    operations = [
        migrations.AddField("mediaaccount", name, models.CharField(blank=True, default="", editable=False, max_length=200))
        for name in ("name_key", "handle_key")
    ] + [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ] + [
        migrations.AlterField(
            "mediaaccount",
            name,
            models.CharField(blank=True, db_index=True, default="", editable=False, max_length=200),
        )
        for name in ("name_key", "handle_key")
    ]
