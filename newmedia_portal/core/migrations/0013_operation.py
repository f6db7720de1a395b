from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="进程")),
                ("kind", models.CharField(max_length=10, verbose_name="类别")),
                ("seen_at", models.DateTimeField(verbose_name="最近一次")),
                ("version", models.CharField(blank=True, max_length=20, verbose_name="版本")),
            ],
            options={
                "verbose_name": "后台进程",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.AddField(
            model_name="outboxitem",
            name="request_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=32, verbose_name="请求号"),
        ),
        migrations.CreateModel(
            name="SlowStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("digest", models.CharField(max_length=64)),
                ("sql", models.TextField(verbose_name="语句")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地址或任务")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="次数")),
                ("total_ms", models.PositiveBigIntegerField(default=0, verbose_name="合计毫秒")),
                ("longest_ms", models.PositiveIntegerField(default=0, verbose_name="最长毫秒")),
                ("last_at", models.DateTimeField(verbose_name="最近一次")),
            ],
            options={
                "verbose_name": "慢查询",
                "ordering": ["-last_at"],
                "constraints": [models.UniqueConstraint(fields=("day", "digest"), name="slow_statement_once_a_day")],
            },
        ),
    ]
