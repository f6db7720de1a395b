"""Names and ids are compared under one form by the public check (账号核验)."""

from typing import Any

from django.db import migrations, models, transaction

from accounts.verify.keys import check_key
from newmedia_portal.core.schema.operations import AddField

PART = 50


def fill(apps: Any, editor: Any) -> None:
    """Work out the forms of what stands in the register already; each part is locked for itself, and only shortly."""
    alias = editor.connection.alias
    # With the state, which every row of this model reads when it is made: left out, it would be fetched row by row.
    accounts = apps.get_model("accounts", "MediaAccount").objects.using(alias).only("pk", "name", "handle", "state")
    last = 0
    while True:
        with transaction.atomic(using=alias):
            part = list(accounts.select_for_update().filter(pk__gt=last).order_by("pk")[:PART])
            for one in part:
                one.name_key, one.handle_key = check_key(one.name), check_key(one.handle)
            accounts.bulk_update(part, ["name_key", "handle_key"])
        if not part:
            return
        last = part[-1].pk


class Migration(migrations.Migration):
    """Two columns with their index, filled for the entries that exist."""

    dependencies = [("accounts", "0004_account_updated")]

    operations = (
        [
            AddField("mediaaccount", name, models.CharField(blank=True, default="", editable=False, max_length=200))
            for name in ("name_key", "handle_key")
        ]
        + [
            migrations.RunPython(fill, migrations.RunPython.noop, atomic=False),
        ]
        + [
            migrations.AlterField(
                "mediaaccount",
                name,
                models.CharField(blank=True, db_index=True, default="", editable=False, max_length=200),
            )
            for name in ("name_key", "handle_key")
        ]
    )
