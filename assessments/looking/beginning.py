"""The watch begins with the entry (开始监测): every account of the register has a row from its first day."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet, Value

from accounts.hooks import on_entered
from accounts.models import MediaAccount

from ..models import AccountActivity

PART = 5_000


@on_entered
def begin(accounts: Sequence[int]) -> None:
    """Make the rows of these accounts, to be looked at by the next run."""
    for start in range(0, len(accounts), PART):
        begin_all(MediaAccount.objects.numbered(accounts[start : start + PART]))


def begin_all(entries: QuerySet[MediaAccount]) -> None:
    """Make the rows of these entries that have none, with one statement."""
    fields = [field for field in AccountActivity._meta.concrete_fields if field.has_default()]
    fixed = [Value(field.get_default(), output_field=field) for field in fields]
    chosen = entries.filter(activity__isnull=True).order_by().values_list("pk", "unit_id", "root_id", *fixed)
    statement, values = chosen.query.sql_with_params()
    columns = ", ".join(("account_id", "unit_id", "root_id", *(str(field.column) for field in fields)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {AccountActivity._meta.db_table} ({columns}) {statement} ON CONFLICT DO NOTHING", values
        )
