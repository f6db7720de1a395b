"""Workbooks of people between check and confirmation (人员导入批次)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_handover'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeopleBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content_sealed', models.TextField(blank=True, editable=False)),
                ('found_sealed', models.TextField(blank=True, editable=False)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('mode', models.CharField(blank=True, max_length=12, verbose_name='导入方式')),
                ('status', models.CharField(choices=[('checked', '待确认'), ('done', '已导入'), ('forgotten', '已过期')], default='checked', max_length=10, verbose_name='进度')),
                ('counts', models.JSONField(default=dict, verbose_name='统计')),
                ('people', models.JSONField(default=list, verbose_name='新增人员')),
                ('created_at', models.DateTimeField(verbose_name='上传时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='导入时间')),
                ('issued', models.PositiveSmallIntegerField(default=0, verbose_name='初始密码生成次数')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='初始密码生成时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '人员导入批次',
                'ordering': ['-pk'],
            },
        ),
    ]
