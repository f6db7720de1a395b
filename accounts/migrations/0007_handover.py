"""Hand-overs (离任移交): the case of a leaver, its items, what passed to whom, and the confirmations."""

import accounts.workflow
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_work_groups'),
        ('core', '0005_exports'),
        ('regimes', '0002_published_is_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=60, verbose_name='移交人姓名')),
                ('successor_name', models.CharField(blank=True, max_length=120, verbose_name='接手人姓名')),
                ('left_on', models.DateField(verbose_name='离任日期')),
                ('opened_at', models.DateTimeField(verbose_name='开立时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('state', models.CharField(choices=[('open', '办理中'), ('done', '已完成')], default='open', max_length=8, verbose_name='状态')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='accounts.mediaaccount', verbose_name='账号')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regimes.editionrecord', verbose_name='制度版本')),
                ('leaver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人')),
                ('post', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='core.post', verbose_name='任职')),
                ('root', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='core.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '离任移交',
                'ordering': ['-left_on', '-pk'],
            },
            bases=(accounts.workflow.HandoverTransitions, django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='事项')),
                ('label', models.CharField(max_length=160, verbose_name='名称')),
                ('article', models.CharField(blank=True, max_length=60, verbose_name='依据')),
                ('basis', models.CharField(max_length=10)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('unit_of_time', models.CharField(blank=True, max_length=14)),
                ('provisional', models.BooleanField(default=False, verbose_name='期限暂定')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='办理日期')),
                ('entered_at', models.DateTimeField(blank=True, null=True, verbose_name='登记时间')),
                ('waived', models.BooleanField(default=False, verbose_name='不涉及')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='凭据')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover_items', to='accounts.mediaaccount')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='accounts.handover', verbose_name='移交')),
            ],
            options={
                'verbose_name': '移交事项',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HandoverLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='类别')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('to_words', models.CharField(max_length=60, verbose_name='移交给')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='accounts.handover', verbose_name='移交')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '移交明细',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HandoverSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('leaver', '移交人'), ('successor', '接手人'), ('department', '主管部门')], max_length=10, verbose_name='一方')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signs', to='accounts.handover', verbose_name='移交')),
            ],
            options={
                'verbose_name': '移交确认',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['root', '-left_on', '-id'], name='handover_root_left'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['unit'], name='handover_open'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('post__isnull', False), ('account__isnull', False), _connector='OR'), name='handover_of_post_or_account'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', False), _connector='OR'), name='handover_done_when'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('post__isnull', True)), fields=('account', 'person', 'left_on'), name='handover_manager_once'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', True)), fields=('handover', 'code'), name='handover_item_once'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('handover', 'code', 'account'), name='handover_item_once_per_account'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='handover_item_done_with_evidence'),
        ),
        migrations.AddConstraint(
            model_name='handoversign',
            constraint=models.UniqueConstraint(fields=('handover', 'side'), name='handover_side_once'),
        ),
        migrations.AddConstraint(
            model_name='handoversign',
            constraint=models.UniqueConstraint(fields=('handover', 'by'), name='handover_nobody_twice'),
        ),
    ]
