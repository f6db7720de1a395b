"""The triggers that note which rows were written (触发器): whoever writes, in whatever way, the index hears of it.

A row is noted when it comes, goes, or one of the searched columns changes; the note is part of the transaction.
"""

import zlib
from typing import Any

from .registry import Source

MARK = "core_searchmark"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION core_search_mark_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_searchmark (source, "row", tx) SELECT TG_ARGV[0], id, txid_current() FROM written;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION core_search_mark_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_searchmark (source, "row", tx) VALUES (TG_ARGV[0], NEW.id, txid_current());
  RETURN NULL;
END $$;
CREATE INDEX IF NOT EXISTS core_searchentry_grams ON core_searchentry
  USING gin (grams) WITH (gin_pending_list_limit = 256);
"""
NO_FUNCTIONS = """
DROP INDEX IF EXISTS core_searchentry_grams;
DROP FUNCTION IF EXISTS core_search_mark_rows() CASCADE;
DROP FUNCTION IF EXISTS core_search_mark_row() CASCADE;
"""
FULL_TEXT = (
    "CREATE VIRTUAL TABLE core_searchgrams "
    "USING fts5(grams, content='core_searchentry', content_rowid='id', detail=none)",
    "CREATE TRIGGER core_search_come AFTER INSERT ON core_searchentry BEGIN "
    "INSERT INTO core_searchgrams (rowid, grams) VALUES (NEW.id, NEW.grams); END",
    "CREATE TRIGGER core_search_go AFTER DELETE ON core_searchentry BEGIN "
    "INSERT INTO core_searchgrams (core_searchgrams, rowid, grams) VALUES ('delete', OLD.id, OLD.grams); END",
    "CREATE TRIGGER core_search_turn AFTER UPDATE ON core_searchentry BEGIN "
    "INSERT INTO core_searchgrams (core_searchgrams, rowid, grams) VALUES ('delete', OLD.id, OLD.grams); "
    "INSERT INTO core_searchgrams (rowid, grams) VALUES (NEW.id, NEW.grams); END",
)
NO_FULL_TEXT = (
    *(f"DROP TRIGGER IF EXISTS core_search_{name}" for name in ("come", "go", "turn")),
    "DROP TABLE IF EXISTS core_searchgrams",
)


def build(apps: Any, schema_editor: Any) -> None:
    """Make what the tables of the index need besides their columns; called by the migration."""
    for statement in [FUNCTIONS] if schema_editor.connection.vendor == "postgresql" else FULL_TEXT:
        schema_editor.execute(statement)


def unbuild(apps: Any, schema_editor: Any) -> None:
    """Take it away again, the triggers on searched tables included."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_FUNCTIONS)
        return
    remove(schema_editor.connection)
    for statement in NO_FULL_TEXT:
        schema_editor.execute(statement)


def rebuild_full_text(connection: Any) -> None:
    """Make the full-text table anew from the entries, after rows were written while its triggers were put aside."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchgrams (core_searchgrams) VALUES ('rebuild')")


def names_of(source: Source) -> list[str]:
    """Return the names of the triggers of a source, in the order in which they are made.

    They carry a sign of its definition; the last one is made when all rows are marked, so it says that this is done.
    """
    sign = f"{zlib.crc32(source.definition.encode()):08x}"
    return [f"search_{source.code}_{when}_{sign}" for when in ("come", "turn", "go")]


def present(connection: Any) -> set[str]:
    """Return the names of the triggers that are there."""
    return {name for name, _ in _all(connection)}


def _all(connection: Any) -> list[tuple[str, str]]:
    catalogue = {
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'search%'",
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return [(name, table) for name, table in cursor.fetchall() if name.startswith("search_")]


def remove(connection: Any, code: str = "") -> None:
    """Drop the triggers of a source, or of all."""
    of_table = " ON {}" if connection.vendor == "postgresql" else ""
    for name, table in _all(connection):
        if name.startswith(f"search_{code}_" if code else "search_"):
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table.format(table)}")


def watch_writes(connection: Any, source: Source) -> None:
    """Note from now on what comes and what changes."""
    come, turn, _ = _statements(connection, source)
    with connection.cursor() as cursor:
        cursor.execute(come)
        cursor.execute(turn)


def watch_removal(connection: Any, source: Source) -> None:
    """Note from now on what goes too."""
    with connection.cursor() as cursor:
        cursor.execute(_statements(connection, source)[2])


def _statements(connection: Any, source: Source) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    table, code = quote(source.model._meta.db_table), source.code
    by_attribute = {field.attname: field for field in source.model._meta.concrete_fields}
    names = [quote(str(by_attribute[name].column)) for name in source.columns]
    come, turn, go = names_of(source)
    if connection.vendor == "postgresql":
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
        rows = f"FOR EACH STATEMENT EXECUTE FUNCTION core_search_mark_rows('{code}')"
        return (
            f"CREATE TRIGGER {come} AFTER INSERT ON {table} REFERENCING NEW TABLE AS written {rows}",
            f"CREATE TRIGGER {turn} AFTER UPDATE OF {', '.join(names)} ON {table} FOR EACH ROW WHEN ({changed}) "
            f"EXECUTE FUNCTION core_search_mark_row('{code}')",
            f"CREATE TRIGGER {go} AFTER DELETE ON {table} REFERENCING OLD TABLE AS written {rows}",
        )
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    new, old = (
        f"BEGIN INSERT INTO {MARK} (source, \"row\", tx) VALUES ('{code}', {side}.id, 0); END"  # noqa: S608 - names of our own tables and columns alone  # nosec B608
        for side in ("NEW", "OLD")
    )
    return (
        f"CREATE TRIGGER {come} AFTER INSERT ON {table} {new}",
        f"CREATE TRIGGER {turn} AFTER UPDATE OF {', '.join(names)} ON {table} WHEN {changed} {new}",
        f"CREATE TRIGGER {go} AFTER DELETE ON {table} {old}",
    )
