import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_account_updated'),
        ('assessments', '0009_enforcement'),
        ('core', '0004_sequences'),
        ('filings', '0002_watched_obligations'),
        ('regimes', '0002_published_is_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='accountactivity',
            name='root',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AlterField(
            model_name='accountactivity',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='主办单位'),
        ),
        migrations.AlterField(
            model_name='missedquota',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regimes.editionrecord'),
        ),
        migrations.AlterField(
            model_name='missedquota',
            name='root',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AlterField(
            model_name='missedquota',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='cleared_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='closing',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='filings.filing', verbose_name='关闭备案'),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regimes.editionrecord'),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='kept_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='proposed_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='root',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AlterField(
            model_name='silenceflag',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='主办单位'),
        ),
        migrations.AddIndex(
            model_name='silenceflag',
            index=models.Index(condition=models.Q(('closing__isnull', False)), fields=['closing'], name='silence_flag_closing'),
        ),
    ]
