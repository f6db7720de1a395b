"""C3: the search for two, three and four Chinese characters among the names of all accounts."""

import time
from collections.abc import Callable
from itertools import chain

from django.db import connection

from accounts.models import MediaAccount
from newmedia_portal.core.search.conditions import owners
from newmedia_portal.core.search.models import SearchEntry, SearchMark
from newmedia_portal.core.search.query import query_of
from newmedia_portal.core.search.upkeep import catch_up

from .measure import Measured, compare, typical

#: The names are made of these: 72 × 72 places, each some twenty times among 100,000, and thirteen topics.
SIGNS = (
    "东西南北江河湖海山岭云台锦屏青石白沙红金平安长宁永和新兴文昌武定德清华阳广丰泰康吉庆龙凤虎林松柏梅兰竹桥"
    "泉溪洲港湾岛坪塘堰坝关口渡镇城乡里仁义信智"
)
TOPICS = ("宣传", "教育", "公安", "文旅", "卫健", "税务", "交通", "民政", "司法", "水务", "农业", "环保", "体育")
ASKED = 30
MOST = 1_000_000
LENGTHS = {"C3": (2, "两个"), "C3b": (3, "三个"), "C3c": (4, "四个")}
GOAL = 0.02


def prepare() -> str:
    """Give the accounts varied names and index them; return how long the index took, in words."""
    first, second = (f"substr('{SIGNS}', (id * {step} / {part} % {len(SIGNS)})::int + 1, 1)" for step, part in STEPS)
    topic = f"(ARRAY{list(TOPICS)})[(id % {len(TOPICS)})::int + 1]"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_mediaaccount SET name = {first} || {second} || {topic} || '发布' || id")
    SearchMark.objects.exclude(source="account").delete()
    began = time.perf_counter()
    number = catch_up()
    taken = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE core_searchentry")
        cursor.execute("VACUUM ANALYZE accounts_mediaaccount")
        cursor.execute(
            "SELECT pg_size_pretty(pg_relation_size('core_searchentry_grams')), "
            "pg_size_pretty(pg_total_relation_size('core_searchentry'))"
        )
        grams, whole = cursor.fetchone()
    return f"索引 {number:,} 行用 {taken:.0f} 秒，字片索引 {grams}，搜索表共 {whole}"


STEPS = ((7, 1), (1, 72))


def fragments(length: int) -> list[str]:
    """Return pieces of names: their places, with what follows where more characters are asked for."""
    names = MediaAccount.objects.order_by("pk").values_list("name", flat=True)
    step = max(1, names.count() // ASKED)
    return [name[:length] for name in names[::step][:ASKED]]


def by_index(asked: list[str]) -> Callable[[], list[list[int]]]:
    """Return the product's own way to the accounts that contain each piece."""

    def find() -> list[list[int]]:
        return [sorted(owners("account", query_of(piece), MOST)) for piece in asked]

    return find


def by_scan(asked: list[str]) -> Callable[[], list[list[int]]]:
    """Return the same by a look at every name."""

    def find() -> list[list[int]]:
        found = []
        with connection.cursor() as cursor:
            for piece in asked:
                cursor.execute("SELECT id FROM accounts_mediaaccount WHERE name LIKE %s", [f"%{piece}%"])
                found.append(sorted(chain.from_iterable(cursor.fetchall())))
        return found

    return find


def measure(rounds: int) -> list[Measured]:
    """Measure all three lengths; the growth is by hits, from a place to a topic of every thirteenth name."""
    if connection.vendor != "postgresql":
        return []
    note = prepare()
    measured = []
    for name, (length, word) in LENGTHS.items():
        asked = fragments(length)
        row = compare(
            by_index(asked),
            by_scan(asked),
            rounds=rounds,
            id=name,
            job=f"{SearchEntry.objects.count():,} 个账号中按{word}汉字查找，{len(asked)} 次",
            yardstick="同样的 LIKE 全表扫描",
            goal=GOAL,
            note=note,
        )
        measured.append(row)
    hits = {piece: len(by_index([piece])()[0]) for piece in (fragments(4)[1], fragments(2)[1], "宣传")}
    times = {str(number): typical(by_index([piece]), rounds) for piece, number in hits.items() if number}
    least = min(times.values())
    measured[0].growth = {number: round(taken / least, 3) for number, taken in sorted(times.items())}
    measured[0].note = f"{note}；增长按命中数"
    return measured
