"""Operations that leave room for the release before (先扩后收)."""

from typing import Any

from django.db import migrations


class AddField(migrations.AddField):
    """Add a column whose default stays in the database, so that a release that does not know it can still write rows.

    The state of the models is that of Django's own operation: the default is of use only until the release before is
    gone. New fields take `db_default` instead; this is for columns whose model fields stand without one.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the column; on PostgreSQL keep its default."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql" and self.allow_migrate_model(
            schema_editor.connection.alias, model
        ):
            keep_default(schema_editor, model, self.name)


def keep_default(schema_editor: Any, model: Any, name: str) -> None:
    """Let the database fill a column with the default of its model field, where a row comes without it."""
    field = model._meta.get_field(name)
    quote = schema_editor.quote_name
    value = schema_editor.quote_value(schema_editor.effective_default(field))
    schema_editor.execute(
        f"ALTER TABLE {quote(model._meta.db_table)} ALTER COLUMN {quote(field.column)} SET DEFAULT {value}", None
    )
