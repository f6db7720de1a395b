"""On PostgreSQL the published items become a table partitioned by month; elsewhere nothing changes.

The primary key is (id, published_on) there, since a partitioned table needs its key in every unique index. The portal
goes on looking items up by id alone. What has no partition of its own yet lies in the default one; the daily job
`items.partitions` makes the partitions.
"""

from django.db import migrations

TABLE = "assessments_publisheditem"

KEYS = f"""
CREATE SEQUENCE {TABLE}_id_seq AS bigint;
ALTER TABLE {TABLE} ALTER COLUMN id SET DEFAULT nextval('{TABLE}_id_seq');
ALTER SEQUENCE {TABLE}_id_seq OWNED BY {TABLE}.id;
SELECT setval('{TABLE}_id_seq', COALESCE((SELECT max(id) FROM {TABLE}), 1), EXISTS (SELECT 1 FROM {TABLE}));
ALTER TABLE {TABLE} ADD CONSTRAINT item_once_a_day UNIQUE (account_id, published_on, key);
ALTER TABLE {TABLE} ADD CONSTRAINT item_account_fk FOREIGN KEY (account_id)
    REFERENCES accounts_mediaaccount (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE {TABLE} ADD CONSTRAINT item_batch_fk FOREIGN KEY (batch_id)
    REFERENCES assessments_itemimport (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE {TABLE} ADD CONSTRAINT item_by_fk FOREIGN KEY (by_id)
    REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX item_batch ON {TABLE} (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX item_day ON {TABLE} (published_on, id);
"""  # constants of this file  # nosec B608

PARTITIONED = f"""
ALTER TABLE {TABLE} RENAME TO {TABLE}_plain;
CREATE TABLE {TABLE} (LIKE {TABLE}_plain INCLUDING CONSTRAINTS) PARTITION BY RANGE (published_on);
CREATE TABLE {TABLE}_default PARTITION OF {TABLE} DEFAULT;
INSERT INTO {TABLE} SELECT * FROM {TABLE}_plain;
DROP TABLE {TABLE}_plain;
ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_pkey PRIMARY KEY (id, published_on);
{KEYS}
"""  # constants of this file  # nosec B608

PLAIN = f"""
ALTER TABLE {TABLE} RENAME TO {TABLE}_parted;
CREATE TABLE {TABLE} (LIKE {TABLE}_parted INCLUDING CONSTRAINTS);
INSERT INTO {TABLE} SELECT * FROM {TABLE}_parted;
DROP TABLE {TABLE}_parted;
ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_pkey PRIMARY KEY (id);
{KEYS}
"""  # constants of this file  # nosec B608


def partition(apps, schema_editor):
    """Make the table anew, partitioned."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PARTITIONED)


def join(apps, schema_editor):
    """Make one plain table of all partitions."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PLAIN)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_item_changes")]

    operations = [migrations.RunPython(partition, join)]
