"""C1, C2, C4: the register as a page, its last page, and its rows under the rights of a city."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from guardian.shortcuts import assign_perm

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post, Unit, User

from .measure import Measured, compare, typical

CAP = 10_001
PAGE = 51
ROW_LINK = re.compile(r'href="/(?:accounts|bench-admin/accounts/mediaaccount)/(\d+)/(?:change/[^"]*)?"')


class Pages:
    """The people who look at the register, signed in once."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.root, self.city = Unit.objects.get(code="SCALE-0"), Unit.objects.get(code="SCALE-1")
        self.registrar = _person("bench-registrar", self.root, "registrar")
        self.of_city = _person("bench-city", self.city, "registrar")
        assign_perm("core.oversee_unit", self.of_city, self.city)
        self.admin = User.objects.create_user("bench-admin", full_name="王某", is_superuser=True, is_staff=True)
        self.growth: dict[str, dict[str, float]] = {"C1": {}, "C2": {}, "C4": {}}
        self.queries: dict[str, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE bench_visible (user_id bigint, unit_id bigint, PRIMARY KEY (user_id, unit_id))"
            )
            cursor.execute(
                "INSERT INTO bench_visible SELECT %s, id FROM core_unit WHERE path LIKE %s",
                [self.of_city.pk, f"{self.city.path}%"],
            )
            cursor.execute("ANALYZE bench_visible")

    def client(self, user: User) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def page(self, user: User, address: str) -> Any:
        """Return a function that asks for a page and gives the accounts on it, in their order."""
        client = self.client(user)

        def ask() -> list[str]:
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address}: {response.status_code}")
            return list(dict.fromkeys(ROW_LINK.findall(response.content.decode())))

        return ask

    def note_growth(self, size: int) -> None:
        """Measure our side alone at a size, and count the queries of the page."""
        first, last = self.page(self.registrar, "/accounts/"), self.page(self.registrar, "/accounts/?last=1")
        first()
        with CaptureQueriesContext(connection) as queries:
            first()
        self.queries[str(size)] = len(queries)
        for name, side in (("C1", first), ("C2", last), ("C4", self.under_rights)):
            self.growth[name][str(size)] = typical(side, self.rounds)

    def against_admin(self) -> Measured:
        """C1: the whole request of the register against the admin's changelist."""
        return compare(
            self.page(self.registrar, "/accounts/"),
            self.page(self.admin, "/bench-admin/accounts/mediaaccount/"),
            rounds=self.rounds,
            id="C1",
            job="台账列表首页,完整请求(权限、筛选、标签)",
            yardstick="Django admin 列表,同一模型与列",
            goal=0.5,
            note=f"查询数 {self.queries}",
        )

    def last_against_first(self) -> Measured:
        """C2: the last page by keyset against the first; what it shows is held against an offset by hand."""
        first, last = self.page(self.registrar, "/accounts/"), self.page(self.registrar, "/accounts/?last=1")
        oldest = list(MediaAccount.objects.order_by("pk").values_list("pk", flat=True)[:50])
        wanted = [str(pk) for pk in reversed(oldest)]
        return compare(
            last,
            first,
            rounds=self.rounds,
            same=lambda mine, _: mine == wanted,
            id="C2",
            job="台账末页(按键翻页),完整请求",
            yardstick="同一列表的首页",
            goal=1.5,
        )

    def under_rights(self) -> tuple[list[Any], int]:
        """The newest page and the capped count of what the city may see, by the product's own filter."""
        return self._list(MediaAccount.objects.visible_to(self.of_city))

    def by_hand(self) -> tuple[list[Any], int]:
        """The same list with a hand-written EXISTS over a table of user and unit instead of the product's filter."""
        seen = (
            "EXISTS (SELECT 1 FROM bench_visible v WHERE v.user_id = %s AND v.unit_id = accounts_mediaaccount.unit_id)"
        )
        return self._list(MediaAccount.objects.extra(where=[seen], params=[self.of_city.pk]))  # noqa: S610

    def _list(self, rows: Any) -> tuple[list[Any], int]:
        columns = ("pk", "name", "handle", "platform__name", "unit__name", "state")
        page = list(rows.order_by("-pk").values_list(*columns)[:PAGE])
        return page, rows.order_by().values("pk")[:CAP].count()

    def rights_against_exists(self) -> Measured:
        """C4: the list under the rights of a city of 1,400 units."""
        return compare(
            self.under_rights,
            self.by_hand,
            rounds=self.rounds * 3,
            id="C4",
            job="1400 个单位权限下的列表与计数",
            yardstick="同一列表,权限条件换成手写 EXISTS(可见单位表)",
            goal=1.3,
        )


def _person(name: str, unit: Unit, role: str) -> User:
    user = User.objects.create_user(name, full_name="李某")
    Post.objects.create(user=user, unit=unit, role=role, since="2020-01-01")
    return user
