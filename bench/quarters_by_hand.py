"""The yardstick of C11: points, items and units from the monthly sums, in SQL by hand."""

from decimal import Decimal

from django.db import connection

#: The last table that is written; it stands only where the SQL has run.
HAND = "hand_units"
TABLES = """
CREATE TABLE hand_lines (account bigint NOT NULL, unit bigint NOT NULL, code varchar(40) NOT NULL, value bigint,
  whole bigint, points bigint, PRIMARY KEY (account, code));
CREATE TABLE hand_cards (account bigint PRIMARY KEY, unit bigint NOT NULL, points bigint);
CREATE TABLE hand_units (unit bigint PRIMARY KEY, points bigint, place bigint)
"""
LINES = """
INSERT INTO hand_lines
WITH s AS (
  SELECT a.id AS account, a.unit_id AS unit, CAST(SUM(t.items) AS bigint) AS items,
         CAST(SUM(t.originals) AS bigint) AS originals, CAST(SUM(t.reads) AS bigint) AS reads,
         CAST(SUM(t.forwards) AS bigint) AS forwards, CAST(SUM(t.comments) AS bigint) AS comments
  FROM accounts_mediaaccount a JOIN assessments_monthtally t ON t.account_id = a.id
  JOIN accounts_platform p ON p.id = a.platform_id
  WHERE t.start_on >= '2026-04-01' AND t.start_on <= '2026-06-30' AND NOT p.is_group
    AND a.state IN ('unfiled', 'listed', 'filed') AND (a.opened_on IS NULL OR a.opened_on <= '2026-06-30')
  GROUP BY a.id, a.unit_id)
SELECT account, unit, 'items' AS code, items AS value, NULL AS whole,
       CASE WHEN items >= 60 THEN 4000 ELSE (2 * 4000 * items + 60) / 120 END AS points FROM s
UNION ALL SELECT account, unit, 'originals', originals, items,
       CASE WHEN items = 0 THEN NULL ELSE (2 * 3000 * originals + items) / (2 * items) END FROM s
UNION ALL SELECT account, unit, 'reads', reads, NULL,
       CASE WHEN reads >= 30000 THEN 3000 ELSE (2 * 100 * reads + 1000) / 2000 END FROM s
UNION ALL SELECT account, unit, 'forwards', forwards, NULL, NULL FROM s
UNION ALL SELECT account, unit, 'comments', comments, NULL, NULL FROM s
"""
CARDS = """
INSERT INTO hand_cards
SELECT account, unit, CAST(SUM(points) AS bigint) AS points FROM hand_lines GROUP BY account, unit
"""
UNITS = """
INSERT INTO hand_units
SELECT unit, points, RANK() OVER (ORDER BY points DESC) AS place FROM (
  SELECT unit, (2 * CAST(SUM(points) AS bigint) + COUNT(*)) / (2 * COUNT(*)) AS points
  FROM hand_cards GROUP BY unit) AS u
"""


def by_hand() -> None:
    """Write lines, cards and units."""
    with connection.cursor() as cursor:
        for name in ("hand_units", "hand_cards", "hand_lines"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
        for text in (*TABLES.split(";"), LINES, CARDS, UNITS):
            cursor.execute(text)


def of_hand() -> list[tuple[int, Decimal]]:
    """Return the scores of the units."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit, points FROM hand_units ORDER BY unit")
        return [(unit, Decimal(points).scaleb(-2)) for unit, points in cursor.fetchall()]
