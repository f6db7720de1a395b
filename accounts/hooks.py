"""Who wants to know of register events: a registry, so that upper floors hear of them and the register knows none."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model

from newmedia_portal.core.access.models import Post

from .models import CustodyRecord, MediaAccount, StaffRecord, TeamMember


class UnfiledListener(Protocol):
    """Called inside the action's transaction when an account was found running without a filing."""

    def __call__(self, account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class EntryListener(Protocol):
    """Called inside the action's transaction with the numbers of entries new in the register."""

    def __call__(self, accounts: Sequence[int]) -> object:
        """React, or raise to undo the whole action."""


class LeavingListener(Protocol):
    """Called inside the action's transaction when a post has ended; `successor` is the new post where there is one."""

    def __call__(self, post: Post, *, successor: Post | None, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class CustodyListener(Protocol):
    """Called inside the action's transaction when a password passed to a keeper."""

    def __call__(self, entry: CustodyRecord, *, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class TeamListener(Protocol):
    """Called inside the action's transaction when a filed change made another team; `gone` are those who left it."""

    def __call__(
        self, account: MediaAccount, *, gone: Sequence[TeamMember], on: date, source: Any, by: Any, at: datetime
    ) -> object:
        """React, or raise to undo the whole action."""


class TrainedListener(Protocol):
    """Called inside the action's transaction when the training of the holder of a post was entered."""

    def __call__(self, post: Post, *, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class RecordListener(Protocol):
    """Called inside the action's transaction when a record about the holder of a post was entered."""

    def __call__(self, entry: StaffRecord, *, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


_unfiled: list[UnfiledListener] = []


def on_unfiled(listener: UnfiledListener) -> UnfiledListener:
    """Register a listener, once; called from an AppConfig.ready."""
    if listener not in _unfiled:
        _unfiled.append(listener)
    return listener


def tell_unfiled(account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> None:
    """Tell every listener."""
    for listener in _unfiled:
        listener(account, found_on=found_on, by=by, at=at)


_entered: list[EntryListener] = []


def on_entered(listener: EntryListener) -> EntryListener:
    """Register a listener for new entries, once."""
    if listener not in _entered:
        _entered.append(listener)
    return listener


def tell_entered(accounts: Sequence[int]) -> None:
    """Tell every listener of new entries, from a filing, a finding or a ledger."""
    for listener in _entered:
        listener(accounts)


_leaving: list[LeavingListener] = []
_custody: list[CustodyListener] = []
_records: list[RecordListener] = []
_teams: list[TeamListener] = []
_trained: list[TrainedListener] = []


def on_leaving(listener: LeavingListener) -> LeavingListener:
    """Register a listener for posts that end, once."""
    if listener not in _leaving:
        _leaving.append(listener)
    return listener


def on_custody(listener: CustodyListener) -> CustodyListener:
    """Register a listener for passwords that pass to a keeper, once."""
    if listener not in _custody:
        _custody.append(listener)
    return listener


def on_record(listener: RecordListener) -> RecordListener:
    """Register a listener for records about people in posts, once."""
    if listener not in _records:
        _records.append(listener)
    return listener


def on_team(listener: TeamListener) -> TeamListener:
    """Register a listener for teams changed by a filing, once."""
    if listener not in _teams:
        _teams.append(listener)
    return listener


def on_trained(listener: TrainedListener) -> TrainedListener:
    """Register a listener for training entered with a post, once."""
    if listener not in _trained:
        _trained.append(listener)
    return listener


def tell_team(
    account: MediaAccount, *, gone: Sequence[TeamMember], on: date, source: Any, by: Any, at: datetime
) -> None:
    """Tell every listener that a filed change made another team."""
    for listener in _teams:
        listener(account, gone=gone, on=on, source=source, by=by, at=at)


def tell_trained(post: Post, *, by: Any, at: datetime) -> None:
    """Tell every listener that training was entered with a post."""
    for listener in _trained:
        listener(post, by=by, at=at)


def tell_leaving(post: Post, *, successor: Post | None, by: Any, at: datetime) -> None:
    """Tell every listener that a post has ended."""
    for listener in _leaving:
        listener(post, successor=successor, by=by, at=at)


def tell_custody(entry: CustodyRecord, *, by: Any, at: datetime) -> None:
    """Tell every listener that a password passed to a keeper."""
    for listener in _custody:
        listener(entry, by=by, at=at)


def tell_record(entry: StaffRecord, *, by: Any, at: datetime) -> None:
    """Tell every listener that a record was entered."""
    for listener in _records:
        listener(entry, by=by, at=at)


class WorkEndedListener(Protocol):
    """Called inside the action's transaction when the work of a temporary group has ended."""

    def __call__(self, account: MediaAccount, *, on: date, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


class StaffEndedListener(Protocol):
    """Called inside the action's transaction when the person of a staff account no longer holds the post."""

    def __call__(self, account: MediaAccount, *, on: date, by: Any, at: datetime) -> object:
        """React, or raise to undo the whole action."""


_work_ended: list[WorkEndedListener] = []
_staff_ended: list[StaffEndedListener] = []


def on_work_ended(listener: WorkEndedListener) -> WorkEndedListener:
    """Register a listener for groups whose work has ended, once."""
    if listener not in _work_ended:
        _work_ended.append(listener)
    return listener


def tell_work_ended(account: MediaAccount, *, on: date, by: Any, at: datetime) -> None:
    """Tell every listener that the work of a group has ended."""
    for listener in _work_ended:
        listener(account, on=on, by=by, at=at)


def on_staff_ended(listener: StaffEndedListener) -> StaffEndedListener:
    """Register a listener for staff accounts whose person has left the post, once."""
    if listener not in _staff_ended:
        _staff_ended.append(listener)
    return listener


def tell_staff_ended(account: MediaAccount, *, on: date, by: Any, at: datetime) -> None:
    """Tell every listener that the person of a staff account has left the post."""
    for listener in _staff_ended:
        listener(account, on=on, by=by, at=at)


_derived: list[type[Model]] = []


def derived(model: type[Model]) -> type[Model]:
    """Say that the rows of a model only follow from an account: they do not keep it from being taken back."""
    if model not in _derived:
        _derived.append(model)
    return model


def derived_models() -> list[type[Model]]:
    """Return the models whose rows may go with their account."""
    return list(_derived)
