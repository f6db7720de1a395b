"""Accounts with the same lines share the text of their card; columns keep their names, and what is stored stays."""

import django.db.models.deletion
from django.db import migrations, models

import assessments.quarters.encoding

QUARTER, TABLE = "assessments_quarter", "assessments_cardstencil"
LOCKED = "('closed', 'published')"
OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
CLOSED = "a closed period of assessment is frozen"


def create(apps, schema_editor):
    """Freeze the stencils of a closed period, in the words of this database."""
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    for operation, rows in OPERATIONS.items():
        if vendor == "sqlite":
            wanted = " OR ".join(f"id = {row}.quarter_id" for row in rows)
            run(
                f"CREATE TRIGGER {TABLE}_{operation}_frozen BEFORE {operation.upper()} ON {TABLE} "  # noqa: S608 - constants of this file  # nosec B608
                f"WHEN EXISTS (SELECT 1 FROM {QUARTER} WHERE ({wanted}) AND state IN {LOCKED}) "
                f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
            )
        for row in rows if vendor == "postgresql" else ():
            run(
                f"CREATE TRIGGER {TABLE}_{operation}_{row.lower()}_frozen AFTER {operation.upper()} ON {TABLE} "
                f"REFERENCING {row} TABLE AS changed FOR EACH STATEMENT "
                "EXECUTE FUNCTION assessments_quarter_rows_frozen()"
            )


def drop(apps, schema_editor):
    """Take the triggers away again; they go with their table too."""
    vendor = schema_editor.connection.vendor
    for operation, rows in OPERATIONS.items():
        marks = [""] if vendor == "sqlite" else [f"{row.lower()}_" for row in rows]
        for mark in marks:
            on = f" ON {TABLE}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{operation}_{mark}frozen{on}")


def written_out(apps, schema_editor):
    """Going back: write the cards that stand as stencils out in full; refused while a closed period has some."""
    from assessments.quarters.filling import fill

    Card = apps.get_model("assessments", "AccountEntry")
    rows = Card.objects.filter(stencil__isnull=False).select_related("stencil")
    if rows.filter(quarter__state__in=("closed", "published")).exists():
        raise RuntimeError("a closed period keeps its cards as stencils; its rows cannot be written anew")
    for row in rows.iterator(chunk_size=2000):
        facts = fill(row.stencil.facts, row.figures, row.account_id)
        card = fill(row.stencil.card, row.figures, row.account_id)
        Card.objects.filter(pk=row.pk).update(plain_facts=facts, plain_card=card, stencil=None, figures=None)


def _json(words, column):
    return models.JSONField(
        blank=True,
        db_column=column,
        default=list,
        encoder=assessments.quarters.encoding.ExactEncoder,
        verbose_name=words,
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0012_bulletins")]
    operations = [
        migrations.CreateModel(
            name="CardStencil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="内容指纹")),
                ("facts", models.TextField(verbose_name="计分数据")),
                ("card", models.TextField(verbose_name="计分明细")),
                (
                    "quarter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.quarter",
                    ),
                ),
            ],
            options={
                "verbose_name": "明细模板",
                "constraints": [models.UniqueConstraint(fields=["quarter", "key"], name="card_stencil_once")],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("accountentry", "facts", "plain_facts"),
                migrations.RenameField("accountentry", "card", "plain_card"),
                migrations.AlterField("accountentry", "plain_facts", _json("计分数据", "facts")),
                migrations.AlterField("accountentry", "plain_card", _json("计分明细", "card")),
            ]
        ),
        migrations.AddField(
            model_name="accountentry",
            name="stencil",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.cardstencil",
            ),
        ),
        migrations.AddField(
            model_name="accountentry",
            name="figures",
            field=models.TextField(blank=True, null=True, verbose_name="模板数据"),
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(migrations.RunPython.noop, written_out),
    ]
