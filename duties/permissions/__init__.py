"""Who may do what in duty work (值守权限); every predicate takes user and object and fails closed without one."""

from . import duty, impostors, people, reposts  # noqa: F401
