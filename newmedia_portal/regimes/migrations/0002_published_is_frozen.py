"""The database itself refuses to change a published edition."""

from django.db import migrations

FROZEN = ("code", "version", "title", "content", "digest", "effective_from", "published_at", "based_on_id")
MESSAGE = "a published edition is frozen"


def create(apps, schema_editor):
    """Create the trigger in the words of this database."""
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN)
        schema_editor.execute(
            "CREATE TRIGGER regimes_edition_frozen BEFORE UPDATE ON regimes_editionrecord "
            f"WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed}) "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    elif vendor == "postgresql":
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)
        schema_editor.execute(
            "CREATE FUNCTION regimes_edition_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER regimes_edition_frozen BEFORE UPDATE ON regimes_editionrecord FOR EACH ROW "
            f"WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed})) "
            "EXECUTE FUNCTION regimes_edition_frozen()"
        )


def drop(apps, schema_editor):
    """Take the trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS regimes_edition_frozen")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS regimes_edition_frozen ON regimes_editionrecord")
        schema_editor.execute("DROP FUNCTION IF EXISTS regimes_edition_frozen()")


class Migration(migrations.Migration):
    dependencies = [("regimes", "0001_editions")]
    operations = [migrations.RunPython(create, drop)]
