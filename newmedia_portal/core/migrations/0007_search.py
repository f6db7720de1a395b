from django.db import migrations, models

import newmedia_portal.core.search.fields
from newmedia_portal.core.search import triggers


class Migration(migrations.Migration):
    dependencies = [("core", "0006_every_verb")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=30)),
                ("row", models.BigIntegerField()),
                ("owner", models.BigIntegerField()),
                ("text", models.TextField()),
                ("initials", models.TextField(blank=True)),
                ("syllables", models.TextField(blank=True)),
                ("grams", newmedia_portal.core.search.fields.GramsField()),
            ],
            options={
                "verbose_name": "搜索索引",
                "indexes": [models.Index(fields=["kind", "owner"], name="search_entry_owner")],
                "constraints": [models.UniqueConstraint(fields=("source", "row"), name="search_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=30)),
                ("row", models.BigIntegerField()),
                ("tx", models.BigIntegerField(db_index=True)),
            ],
            options={"verbose_name": "待更新的搜索索引"},
        ),
        migrations.RunPython(triggers.build, triggers.unbuild),
    ]
