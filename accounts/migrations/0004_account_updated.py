"""Nightly jobs read the entries written since their last run."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index on the time of the last writing."""

    dependencies = [("accounts", "0003_circle")]

    operations = [
        migrations.AddIndex(
            model_name="mediaaccount",
            index=models.Index(fields=["updated_at"], name="account_updated"),
        ),
    ]
