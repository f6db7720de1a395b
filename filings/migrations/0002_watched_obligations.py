"""Few indexes over obligations, none over what the daily job writes on a reminder; rows with room to be rewritten."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Max, Q


PART = 2000


def watch(apps, schema_editor):
    """Watch every open due date that is not late yet; of what is over, mark only what has a flag left.

    Part by part, each in a transaction of its own, so that nobody waits long for a row.
    """
    rows = apps.get_model("filings", "Obligation").objects.using(schema_editor.connection.alias)
    open_rows, over = rows.filter(state="open"), rows.exclude(state="open")
    ahead = open_rows.filter(~Q(flag="overdue"), due_on__isnull=False, remind_on__isnull=True)
    late = open_rows.filter(flag="overdue", remind_on__isnull=False)
    flagged = over.filter(Q(remind_on__isnull=False) | ~Q(flag=""))
    top = rows.aggregate(top=Max("pk"))["top"] or 0
    for first in range(0, top + 1, PART):
        part = Q(pk__gte=first, pk__lt=first + PART)
        ahead.filter(part).update(remind_on=F("due_on"))
        late.filter(part).update(remind_on=None)
        flagged.filter(part).update(remind_on=F("flagged_on"))


def leave_room(apps, schema_editor):
    """Let PostgreSQL keep a tenth of each page for rows that are rewritten; holds for pages filled from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE filings_obligation SET (fillfactor = 90)")


def leave_none(apps, schema_editor):
    """Fill the pages again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE filings_obligation RESET (fillfactor)")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_register'),
        ('core', '0001_ground_floor'),
        ('filings', '0001_filings'),
        ('regimes', '0001_editions'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='obligation',
            name='obligation_not_late',
        ),
        migrations.RemoveIndex(
            model_name='obligation',
            name='obligation_remind',
        ),
        migrations.RemoveIndex(
            model_name='obligation',
            name='obligation_flagged',
        ),
        migrations.RemoveIndex(
            model_name='obligation',
            name='obligation_late',
        ),
        migrations.RemoveIndex(
            model_name='obligation',
            name='obligation_flag_left',
        ),
        migrations.AlterField(
            model_name='obligation',
            name='account',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='accounts.mediaaccount'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regimes.editionrecord'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='remind_on',
            field=models.DateField(blank=True, null=True, verbose_name='起提醒日'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='root',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='core.unit', verbose_name='单位'),
        ),
        migrations.RunPython(watch, migrations.RunPython.noop, elidable=True, atomic=False),
        migrations.RunPython(leave_room, leave_none),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('remind_on__isnull', False), ('state', 'open')), fields=['due_on', 'edition', 'number'], name='obligation_watched'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('remind_on__isnull', True), ('state', 'open')), fields=['due_on'], name='obligation_late'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('account__isnull', False)), fields=['account'], name='obligation_account'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('remind_on__isnull', False)), fields=['state'], name='obligation_flag_left'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('due_on__isnull', True), ('flag', 'overdue'), ('remind_on__isnull', False), _connector='OR'), name='obligation_watched_until_late'),
        ),
    ]
