"""The database itself refuses to change a closed period of assessment, whoever asks, and a published scheme."""

from django.db import migrations

QUARTER, SCHEME = "assessments_quarter", "assessments_schemeversion"
CHILDREN = (
    "assessments_entry",
    "assessments_accountentry",
    "assessments_handscore",
    "assessments_selfscore",
    "assessments_quarterobjection",
)
LOCKED = "('closed', 'published')"
KEPT = (
    "root_id", "period", "start_on", "end_on", "of_year", "edition_id", "scheme_id", "opened_at", "scored_at",
    "scored_until", "closed_at", "closed_by_id", "hash", "portal",
)  # fmt: skip
SCHEME_KEPT = ("root_id", "number", "title", "content", "digest", "edition_id", "based_on_id", "published_at")
CLOSED = "a closed period of assessment is frozen"
PUBLISHED = "a published scheme is frozen"
OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def create(apps, schema_editor):
    """Create the triggers in the words of this database."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "sqlite":
        _sqlite(run)
    elif schema_editor.connection.vendor == "postgresql":
        _postgresql(run)


def _own(old, new, differ):
    """Return the conditions under which the rows of quarters and schemes may not be updated."""
    quarter = " OR ".join(differ.format(old=f"{old}.{name}", new=f"{new}.{name}") for name in KEPT)
    scheme = " OR ".join(differ.format(old=f"{old}.{name}", new=f"{new}.{name}") for name in SCHEME_KEPT)
    back = f"{new}.state NOT IN {LOCKED} OR ({old}.state = 'published' AND {new}.state <> 'published')"
    return {
        QUARTER: (f"{old}.state IN {LOCKED} AND ({back} OR {quarter})", CLOSED),
        SCHEME: (f"{old}.state <> 'draft' AND ({new}.state = 'draft' OR {scheme})", PUBLISHED),
    }


def _sqlite(run):
    for table, (condition, message) in _own("OLD", "NEW", "{old} IS NOT {new}").items():
        run(
            f"CREATE TRIGGER {table}_update_frozen BEFORE UPDATE ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for table, condition, message in _deletes():
        run(
            f"CREATE TRIGGER {table}_delete_frozen BEFORE DELETE ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for table in CHILDREN:
        for operation, rows in OPERATIONS.items():
            wanted = " OR ".join(f"id = {row}.quarter_id" for row in rows)
            run(
                f"CREATE TRIGGER {table}_{operation}_frozen BEFORE {operation.upper()} ON {table} "  # noqa: S608 - constants of this file  # nosec B608
                f"WHEN EXISTS (SELECT 1 FROM {QUARTER} WHERE ({wanted}) AND state IN {LOCKED}) "
                f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
            )


def _deletes():
    return (QUARTER, f"OLD.state IN {LOCKED}", CLOSED), (SCHEME, "OLD.state <> 'draft'", PUBLISHED)


def _postgresql(run):
    for name, message in ((f"{QUARTER}_frozen", CLOSED), (f"{SCHEME}_frozen", PUBLISHED)):
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$"
        )
    for table, (condition, _) in _own("OLD", "NEW", "{old} IS DISTINCT FROM {new}").items():
        run(
            f"CREATE TRIGGER {table}_update_frozen BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) "
            f"EXECUTE FUNCTION {table}_frozen()"
        )
    for table, condition, _ in _deletes():
        run(
            f"CREATE TRIGGER {table}_delete_frozen BEFORE DELETE ON {table} FOR EACH ROW WHEN ({condition}) "
            f"EXECUTE FUNCTION {table}_frozen()"
        )
    run(
        "CREATE FUNCTION assessments_quarter_rows_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - constants of this file  # nosec B608
        f"IF EXISTS (SELECT 1 FROM {QUARTER} q WHERE q.state IN {LOCKED} "
        "AND q.id IN (SELECT c.quarter_id FROM changed c)) THEN "
        f"RAISE EXCEPTION '{CLOSED}' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
    )
    for table in CHILDREN:
        for operation, rows in OPERATIONS.items():
            for row in rows:
                run(
                    f"CREATE TRIGGER {table}_{operation}_{row.lower()}_frozen AFTER {operation.upper()} ON {table} "
                    f"REFERENCING {row} TABLE AS changed FOR EACH STATEMENT "
                    "EXECUTE FUNCTION assessments_quarter_rows_frozen()"
                )


def drop(apps, schema_editor):
    """Take the triggers away again."""
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    names = [
        (table, f"{table}_{operation}_frozen") for table in (QUARTER, SCHEME) for operation in ("update", "delete")
    ]
    for table in CHILDREN:
        for operation, rows in OPERATIONS.items():
            marks = [""] if vendor == "sqlite" else [f"{row.lower()}_" for row in rows]
            names += [(table, f"{table}_{operation}_{mark}frozen") for mark in marks]
    for table, name in names:
        run(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        for name in ("assessments_quarter_rows_frozen", f"{QUARTER}_frozen", f"{SCHEME}_frozen"):
            run(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_watch_indexes")]
    operations = [migrations.RunPython(create, drop)]
