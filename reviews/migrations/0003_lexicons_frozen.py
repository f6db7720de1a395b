"""The database itself refuses to change a published lexicon and its entries."""

from django.db import migrations

FROZEN = ("root_id", "number", "digest", "size", "published_at", "based_on_id")
MESSAGE = "a published lexicon is frozen"
VERSION, TERM = "reviews_lexicon", "reviews_lexiconterm"
OPERATIONS = {"insert": "NEW", "update": "OLD", "delete": "OLD"}


def create(apps, schema_editor):
    """Create the triggers in the words of this database."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN)
        run(
            f"CREATE TRIGGER {VERSION}_frozen BEFORE UPDATE ON {VERSION} "
            f"WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed}) "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        for operation, row in OPERATIONS.items():
            run(
                # constants of this file
                f"CREATE TRIGGER {TERM}_{operation}_frozen BEFORE {operation.upper()} ON {TERM} "  # nosec B608
                f"WHEN (SELECT state FROM {VERSION} WHERE id = {row}.lexicon_id) <> 'draft' "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    elif schema_editor.connection.vendor == "postgresql":
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)
        run(
            f"CREATE FUNCTION {VERSION}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END $$"
        )
        run(
            f"CREATE TRIGGER {VERSION}_frozen BEFORE UPDATE ON {VERSION} FOR EACH ROW "
            f"WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed})) EXECUTE FUNCTION {VERSION}_frozen()"
        )
        for operation, row in OPERATIONS.items():
            answer = "OLD" if operation == "delete" else "NEW"
            run(
                # constants of this file
                f"CREATE FUNCTION {TERM}_{operation}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # nosec B608
                f"IF (SELECT state FROM {VERSION} WHERE id = {row}.lexicon_id) <> 'draft' THEN "
                f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN {answer}; END $$"
            )
            run(
                f"CREATE TRIGGER {TERM}_{operation}_frozen BEFORE {operation.upper()} ON {TERM} FOR EACH ROW "
                f"EXECUTE FUNCTION {TERM}_{operation}_frozen()"
            )


def drop(apps, schema_editor):
    """Take the triggers away again."""
    names = [(VERSION, f"{VERSION}_frozen"), *((TERM, f"{TERM}_{operation}_frozen") for operation in OPERATIONS)]
    for table, name in names:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        elif schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_lexicons")]
    operations = [migrations.RunPython(create, drop)]
