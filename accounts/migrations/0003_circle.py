

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_staff_records'),
        ('core', '0004_sequences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CircleMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField(verbose_name='加入日期')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='退出日期')),
                ('follows_us', models.BooleanField(default=False, verbose_name='已关注本部门账号')),
                ('followed_by_us', models.BooleanField(default=False, verbose_name='本部门账号已回关')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='支持事项')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='circle', to='accounts.mediaaccount', verbose_name='账号')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('root', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='主办单位')),
            ],
            options={
                'verbose_name': '工作圈成员',
                'constraints': [models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='circle_left_after_joined')],
            },
        ),
    ]
