"""Published items as they lie in the table that first holds them: two years in monthly partitions."""

import psycopg2

TABLE = "assessments_publisheditem"
MONTHS = 24
#: Rows of one INSERT.
PART = 500_000
GIVEN = {
    "account_id": "(SELECT min(id) FROM accounts_mediaaccount) + i % {accounts}",
    "published_on": "DATE '2024-10-01' + (i % 715)::int",
    "title": "'示例信息' || i",
    "key": "'scale-' || i",
    "push": "'scale-' || i",
    "source": "'import'",
    "at": "TIMESTAMPTZ '2026-09-01 04:00:00+00'",
}
BY_TYPE = {"boolean": "i % 3 = 0", "integer": "(i * 37 % 2000)::int", "character varying": "''", "text": "''"}
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND column_name <> 'id' ORDER BY ordinal_position
"""


def fill(url: str, number: int) -> None:
    """Insert as many items as asked for, over all accounts of the load; every row names what may not be empty."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for month in range(MONTHS):
            first = f"DATE '2024-10-01' + interval '{month} months'"
            cursor.execute(f"SELECT ({first})::date, ({first} + interval '1 month')::date")
            start, end = cursor.fetchone()
            cursor.execute(
                f"CREATE TABLE {TABLE}_{start:%Y_%m} PARTITION OF {TABLE} FOR VALUES FROM ('{start}') TO ('{end}')"
            )
        cursor.execute("SELECT count(*) FROM accounts_mediaaccount WHERE name LIKE '示例%'")
        accounts = cursor.fetchone()[0]
        cursor.execute(COLUMNS, [TABLE])
        needed = {
            name: GIVEN[name].format(accounts=accounts) if name in GIVEN else BY_TYPE[kind] for name, kind in cursor
        }
        for first in range(0, number, PART):
            cursor.execute(
                f"INSERT INTO {TABLE} ({', '.join(needed)}) SELECT {', '.join(needed.values())} "
                f"FROM generate_series({first}::bigint, {min(first + PART, number) - 1}) AS n(i)"
            )
        cursor.execute(f"ANALYZE {TABLE}")
    connection.close()
