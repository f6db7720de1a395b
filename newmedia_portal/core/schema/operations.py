"""Operations that leave room for the release before (先扩后收)."""

import copy
from typing import Any

from django.db import migrations
from django.db.models import Value


class AddField(migrations.AddField):
    """Add a column whose default stays in the database, so that a release that does not know it can still write rows.

    The state of the models is that of Django's own operation: the default is of use only until the release before is
    gone. New fields take `db_default` instead; this is for columns whose model fields stand without one.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the column; on PostgreSQL with its default, in one statement: at no moment may a row be refused."""
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            field = filled_by_database(model._meta.get_field(self.name))
            schema_editor.add_field(from_state.apps.get_model(app_label, self.model_name), field)


def filled_by_database(field: Any) -> Any:
    """Return a copy of the field whose default is the database's too."""
    filled = copy.copy(field)
    filled.__dict__.pop("_db_default_expression", None)
    filled.db_default = Value(field.get_default(), output_field=field)
    return filled
