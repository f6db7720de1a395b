"""Which accounts of the register a table names (账号匹配), among those the person may enter for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.ledger.platform_names import PlatformNames
from accounts.models import MediaAccount
from newmedia_portal.core.workbook.typed import key_of


@dataclass
class Unclear(Exception):
    """A name that means no account, or several: the field at fault, the kind, and the text."""

    field: str
    kind: str
    value: str


class Known:
    """Accounts by name and id, read when first asked for; running ones come before those that have ended."""

    def __init__(self, accounts: Iterable[MediaAccount], names: PlatformNames | None = None) -> None:
        self.platforms, self.accounts = names or PlatformNames(), accounts

    @cached_property
    def by_key(self) -> dict[str, dict[int, MediaAccount]]:
        """The accounts under each of their names and ids."""
        found: dict[str, dict[int, MediaAccount]] = defaultdict(dict)
        for one in self.accounts:
            for text in {key_of(one.name), key_of(one.handle)} - {""}:
                found[text][one.pk] = one
        return found

    def find(self, name: str, platform: str, usual: Sequence[str]) -> MediaAccount:
        """Return the account of a name or id; `usual` are the platforms of the layout where no platform is named.

        Raises Unclear for none or several.
        """
        found = list(self.by_key.get(key_of(name), {}).values())
        if not found:
            raise Unclear("account", "unknown_account", name)
        if platform:
            code = self.platforms.code_of(platform)
            if code is None:
                raise Unclear("platform", "unknown_platform", platform)
            found = [one for one in found if one.platform.code == code]
            if not found:
                raise Unclear("account", "unknown_account", f"{name}({platform})")
        elif usual and any(one.platform.code in usual for one in found):
            found = [one for one in found if one.platform.code in usual]
        if len(found) > 1:
            found = [one for one in found if not one.has_ended] or found
        if len(found) > 1:
            raise Unclear("account", "ambiguous_account", name)
        return found[0]
