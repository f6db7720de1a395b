"""Which rungs of the ladder were told stands in the obligation, written with its flag; by hand stays a row."""

from django.db import migrations, models

from newmedia_portal.core.schema.operations import AddField

POSTGRESQL = """
UPDATE filings_obligation SET told_rungs = told.rungs FROM (
  SELECT obligation_id, string_agg(rung || '@' || told_on || ' ', '' ORDER BY told_on, id) AS rungs
  FROM filings_reminder WHERE rung IS NOT NULL GROUP BY obligation_id
) AS told WHERE told.obligation_id = filings_obligation.id
"""
SQLITE = """
UPDATE filings_obligation SET told_rungs = (
  SELECT group_concat(rung || '@' || told_on || ' ', '') FROM (
    SELECT rung, told_on FROM filings_reminder
    WHERE obligation_id = filings_obligation.id AND rung IS NOT NULL ORDER BY told_on, id
  )
) WHERE id IN (SELECT obligation_id FROM filings_reminder WHERE rung IS NOT NULL)
"""


def carry_over(apps, schema_editor):
    """Bring the rungs told so far into the column, and keep only what was asked by hand as rows."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)
    schema_editor.execute("DELETE FROM filings_reminder WHERE rung IS NOT NULL")


class Migration(migrations.Migration):
    """The column first, then what it takes over, then the columns that stand idle."""

    dependencies = [("filings", "0008_reminders")]

    operations = [
        AddField("obligation", "told_rungs", models.TextField("提醒记录", blank=True, default="", editable=False)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveConstraint("reminder", "reminder_once_per_rung"),
        migrations.RemoveConstraint("reminder", "reminder_by_hand_once_a_day"),
        migrations.RemoveConstraint("reminder", "reminder_by_hand_has_no_rung"),
        migrations.RemoveField("reminder", "rung"),
        migrations.AddConstraint(
            "reminder", models.UniqueConstraint(fields=["obligation", "told_on"], name="reminder_by_hand_once_a_day")
        ),
        migrations.AlterModelOptions("reminder", {"ordering": ["told_on", "pk"], "verbose_name": "催报记录"}),
    ]
