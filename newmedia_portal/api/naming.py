"""Naming an account in what is sent (账号指称): by its number, or by platform and id."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from ninja import Schema
from pydantic import Field

from accounts.models import MediaAccount
from accounts.states import ENDED

from .units import BIGGEST

Key = tuple[Any, ...]


class AccountRef(Schema):
    """Either `pk`, or `platform` and `handle`."""

    pk: int | None = Field(None, ge=1, le=BIGGEST, description="台账编号")
    platform: str = Field("", max_length=40, description="平台代码")
    handle: str = Field("", max_length=120, description="平台上的账号标识")

    @property
    def key(self) -> Key:
        """Return what the account is looked up by."""
        return (self.pk,) if self.pk else (self.platform, self.handle)


def named_accounts(rows: QuerySet[MediaAccount], named: Iterable[AccountRef]) -> dict[Key, MediaAccount]:
    """Return the accounts among these rows, by the way they were named; of equal names the running one, then newest."""
    wanted = list(named)
    numbers = {one.pk for one in wanted if one.pk}
    handles = {one.handle for one in wanted if not one.pk and one.handle}
    found: dict[Key, MediaAccount] = {}
    rows = rows.filter(Q(pk__in=numbers) | Q(handle__in=handles)).order_by("pk")
    for account in sorted(rows, key=lambda one: (one.state not in ENDED, one.pk)):
        found[(account.pk,)] = found[account.platform.code, account.handle] = account
    return found
