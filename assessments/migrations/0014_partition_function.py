"""On PostgreSQL a function of the tables' owner makes the partition of a month; the portal's role may only call it."""

from django.db import migrations

TABLE = "assessments_publisheditem"

CREATE = f"""
CREATE FUNCTION assessments_make_partition(month date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month);
    beyond date := first + interval '1 month';
    name text := '{TABLE}_' || to_char(first, 'YYYY_MM');
BEGIN
    EXECUTE 'LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE';
    EXECUTE format('CREATE TABLE %I (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format(
        'WITH moved AS (DELETE FROM {TABLE}_default WHERE published_on >= %L AND published_on < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM moved', first, beyond, name);
    EXECUTE format('ALTER TABLE {TABLE} ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, beyond);
    RETURN name;
END $$
"""  # constants of this file  # nosec B608


def create(apps, schema_editor):
    """Create the function where there are partitions."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, None)


def drop(apps, schema_editor):
    """Drop the function."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS assessments_make_partition(date)")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_card_stencils")]

    operations = [migrations.RunPython(create, drop)]
