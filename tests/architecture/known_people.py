"""People who are read once and asked often (熟人): thousands of requests find person, posts and scope in memory."""

import copy
from typing import Any, ClassVar

from django.contrib.auth.backends import ModelBackend

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import posts_of, scope_of

NAME = f"{__name__}.KnownPeople"


class KnownPeople(ModelBackend):
    """Answers for people out of memory; whoever lets a request write says `forget` afterwards.

    Each request gets a copy of its own, so that nothing it hangs on a person reaches the next one.
    """

    known: ClassVar[dict[Any, User | None]] = {}

    def get_user(self, user_id: Any) -> User | None:
        """Return a person with posts and scope, read from the database on the first call."""
        if user_id not in self.known:
            self.known[user_id] = super().get_user(user_id)
            posts_of(self.known[user_id]), scope_of(self.known[user_id])
        return copy.copy(self.known[user_id])

    @classmethod
    def forget(cls) -> None:
        """Read everybody anew."""
        cls.known.clear()
