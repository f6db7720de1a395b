"""Refusals: what an action says when it will not do what was asked."""


class Refused(Exception):
    """The action was not done; `message` is fit for the reader and names the remedy.

    `field` names the form field at fault where there is one.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else was first: the object has changed since the reader saw it."""


class Forbidden(Refused):
    """The person may see the object but may not do this to it."""
