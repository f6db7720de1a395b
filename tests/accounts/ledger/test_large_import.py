"""A ledger of 50,000 rows, one in a hundred at fault, goes through a worker while the page shows how far it is."""

import io
import re
from collections import Counter
from collections.abc import Callable
from threading import Thread
from time import sleep
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import ImportBatch, ImportRow, MediaAccount, NameRecord, TeamMember
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.workbook import Column, Sheet, write_xlsx
from tests.accounts.conftest import events
from tests.world import NOON, World

from .books import HEAD, plain_row

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS, STEP = 50_000, 100
START = "/accounts/import/"
TITLES = ("单位名称", "账号名称", "平台类型", "账号ID", "链接地址", "开通时间", "管理员", "联系电话", "备注")
WRONG = [
    ("bad_date", "开通时间", "去年春天"),
    ("unknown_platform", "平台类型", "脸书"),
    ("missing_name", "账号名称", None),
    ("bad_link", "链接地址", "见公众号二维码"),
    ("error_value", "备注", "#REF!"),
]


def fault_of(number: int) -> tuple[str, str, Any] | None:
    """Return what is wrong in a row: one in a hundred, each kind in turn."""
    return WRONG[number // STEP % len(WRONG)] if number % STEP == 0 else None


def row(number: int) -> list[Any]:
    """Return a row; five of a unit follow one another, each on a platform of its own."""
    fault = fault_of(number)
    changes = {"单位名称": f"示例单位{(number - 1) // 5:05d}"} | ({fault[1]: fault[2]} if fault else {})
    values = dict(zip(HEAD, plain_row(number, **changes), strict=True))
    return [values[title] for title in TITLES]


def ledger() -> bytes:
    sheet = Sheet("台账", [Column(title) for title in TITLES], (row(number) for number in range(1, ROWS + 1)))
    target = io.BytesIO()
    write_xlsx(target, [sheet], by="张某一", at=NOON)
    return target.getvalue()


def watched(client: Client, batch: ImportBatch) -> list[int]:
    """Let a worker do what waits; return what the page showed meanwhile, as often as it changed."""
    worker = Thread(target=in_own_connection, args=(lambda: drain(now=timezone.now),))
    seen: list[int] = []
    worker.start()
    while worker.is_alive():
        shown = re.search(r'<progress [^>]*value="(\d+)"', client.get(f"{START}{batch.pk}/progress/").content.decode())
        if shown and int(shown[1]) not in seen[-1:]:
            seen.append(int(shown[1]))
        sleep(0.1)
    worker.join()
    batch.refresh_from_db()
    return seen


def in_own_connection(work: Callable[[], Any]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def test_a_ledger_of_50000_rows_with_500_faults_is_imported_in_the_background_with_progress(world: World) -> None:
    client = Client()
    client.force_login(world.cast["registrar"], backend="django.contrib.auth.backends.ModelBackend")
    client.post(START, {"unit": world.root.pk, "file": SimpleUploadedFile("台账.xlsx", ledger())})
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.processed) == ("checking", 0)

    shown = watched(client, batch)
    assert shown == sorted(shown)
    assert len(set(shown) - {0, batch.total}) >= 2
    assert batch.status == "checked"
    wrong = {number: fault for number in range(1, ROWS + 1) if (fault := fault_of(number))}
    places = {(f"{'ABCDEFGHI'[TITLES.index(title)]}{number + 1}", kind) for number, (kind, title, _) in wrong.items()}
    assert len(places) == 500
    assert {(fault["cell"], fault["kind"]) for fault in batch.faults} == places
    assert (batch.counts["read"], batch.counts["faulty"], batch.counts["errors"], batch.counts["warnings"]) == (
        ROWS,
        500,
        500,
        0,
    )
    assert batch.counts["kinds"] == Counter(kind for kind, _, _ in wrong.values())
    assert MediaAccount.objects.count() == 0

    client.post(f"{START}{batch.pk}/confirm/", {"mode": "good_rows"})
    batch.refresh_from_db()
    assert (batch.status, batch.processed) == ("importing", 0)
    shown = watched(client, batch)
    assert shown == sorted(shown)
    assert len(set(shown) - {0, batch.total}) >= 2
    assert (batch.status, batch.counts["created"], batch.counts["faulty"]) == ("done", 49_500, 500)
    good = {f"shili_{number:05d}" for number in range(1, ROWS + 1) if number not in wrong}
    assert set(MediaAccount.objects.values_list("handle", flat=True)) == good
    hanging = [model.objects.count() for model in (MediaAccount, NameRecord, TeamMember, ImportRow)]
    assert hanging == [49_500] * 4
    assert [event.after["created"] for event in events("ledger.imported", batch)] == [49_500]
