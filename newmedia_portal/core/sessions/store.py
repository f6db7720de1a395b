"""Sessions in the database (会话存储): one that cannot be written because the database is away says just that.

Django takes every fault of the database for a session that was ended elsewhere and answers "bad request" (400); a
person whose database starts anew is to read that the portal is being maintained (503).
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """Django's own store with that one difference."""

    @classmethod
    def get_model_class(cls) -> type:
        """Return Django's table of sessions."""
        return db.SessionStore.get_model_class()

    def save(self, must_create: bool = False) -> None:
        """Write the session. Raises OperationalError where the database is away, UpdateError where the row is gone."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, (OperationalError, InterfaceError)):
                raise error.__context__ from None
            raise
