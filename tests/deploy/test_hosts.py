"""Several hosts for real (多机部署): docs/runbooks/hosts.md followed, then one thing after another taken away.

The tests share one arrangement and run in the order of the page; each leaves it whole for the next.
"""

import hashlib
import os
import signal
import time

import pytest

from tests.papers import pdf
from tests.soak.machinery import answers, wait_for
from tests.soak.people import CUT, Load, approve, filled, form_with, submit
from tests.soaking import keep_result

from .house import House
from .servers import PORTAL_PASSWORD, asked

pytestmark = pytest.mark.soak
SIGNERS = ("chief", "registrar", "director")
EXPORT = """
from django.utils import timezone
from newmedia_portal.core.access.models import User
from newmedia_portal.core.exports.actions import ask
params = {"path": "/filings/", "query": "sort=MARK", "columns": ["number"]}
print(ask("list", title="备案", params=params, by=User.objects.get(username="NAME"), at=timezone.now()).pk)
"""


def export_of(house: House, role: str, mark: str) -> int:
    """Ask for an export as a person would and return its number."""
    code = EXPORT.replace("NAME", house.facts["people"][f"gejiu-{role}"]).replace("MARK", mark)
    return int(house.portal(code).split()[-1])


def is_ready(house: House, export: int) -> bool:
    """Say whether an export was made."""
    return house.through(f"SELECT state FROM core_export WHERE id = {export}") == "ready"


def test_a_filing_goes_its_way_through_nginx_and_its_files_come_from_the_other_portal(house):
    pk, content = house.facts["drafts"][0], pdf("brought through nginx")
    operator, load = house.browser("operator"), Load()
    page = operator.get(f"/filings/{pk}/papers/")
    form = form_with(page, f"/filings/{pk}/papers/", "paper")
    sent = operator.upload(f"/filings/{pk}/papers/", filled(form), "说明材料.pdf", content)
    paper = house.through(f"SELECT max(id) FROM filings_attachment WHERE filing_id = {pk}")
    handed = submit(operator, load, pk)
    decided = [approve(house.browser(role), load, pk).status for role in SIGNERS]
    export = export_of(house, "operator", "number")
    wait_for("export", lambda: is_ready(house, export), seconds=90)
    digest = house.through(f"SELECT digest FROM core_export WHERE id = {export}")
    got: list[tuple[int, bool, bool]] = []
    for gone in (0, 1):
        house.webs[gone].stop()
        file, made = operator.get(f"/filings/{pk}/papers/{paper}/"), operator.get(f"/exports/{export}/download/")
        got.append((file.status, file.body == content, hashlib.sha256(made.body).hexdigest() == digest))
        house.restart_web(gone)
    sheet = operator.get("/filings/?export=xlsx")
    local = [path for path in (house.folder / "media").rglob("*") if path.is_file()]

    assert (sent.status, handed.status, decided, house.state(pk)) == (302, 302, [302] * 3, "approved")
    assert got == [(200, True, True)] * 2
    assert (sheet.status, sheet.body[:2], local) == (200, b"PK", [])


def test_the_front_checks_itself_and_passes_on_what_the_portal_needs_and_nothing_that_a_reader_made_up(house):
    person, house_front = house.browser("observer"), house.front
    told = person.get("/healthz", **{"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "made-up-by-a-reader-0001"})
    spoofed = asked(house.pool.port, "portal", PORTAL_PASSWORD,
                    "SELECT count(*) FROM core_auditevent WHERE address = '203.0.113.9'")  # fmt: skip
    addresses = {
        row[0]
        for row in asked(house.pool.port, "portal", PORTAL_PASSWORD,
                         "SELECT DISTINCT address FROM core_auditevent")
    }  # fmt: skip
    page = person.get("/")
    static = next(part.split('"')[0] for part in page.text.split('href="')[1:] if part.startswith("/static/"))
    style = person.get(static)
    large = person.send("POST", "/login/", b"x" * (26 * 1024 * 1024), "application/x-www-form-urlencoded")
    ready = [answers(port, "/readyz") for port in house.ports]

    assert house_front.test.returncode == 0, house_front.test.stderr
    assert (told.status, told.headers["x-request-id"] == "made-up-by-a-reader-0001") == (200, False)
    assert (spoofed[0][0], addresses - {""}) == (0, {"127.0.0.1"})
    assert (style.status, "immutable" in style.headers["cache-control"]) == (200, True)
    assert (person.get("/readyz").status, person.get("/metrics").status, ready) == (200, 404, [200, 200])
    assert large.status == CUT or (large.status, "文件太大" in large.text) == (413, True)
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")


def test_locks_cursors_and_time_zone_stand_a_pool_that_lends_a_connection_for_one_transaction(house):
    mode = asked(house.pool.port, "portal_pool", "pool", "SHOW CONFIG", "pgbouncer")
    code = """
import threading, time
from django.db import connection, transaction
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.alone import alone
seen = []
def work(n):
    with transaction.atomic():
        alone("soak")
        seen.append(("in", n)); time.sleep(0.3); seen.append(("out", n))
    connection.close()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
apart = all(seen[n][0] == "in" and seen[n + 1] == ("out", seen[n][1]) for n in range(0, 8, 2))
rows = sum(1 for _ in AuditEvent.objects.order_by("id").iterator(chunk_size=2))
zones = set()
for _ in range(20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('TimeZone'), current_setting('statement_timeout')")
        zones.add(cursor.fetchone())
print(apart, rows == AuditEvent.objects.count(), sorted(zones))
"""
    house.primary.administer("ALTER ROLE portal SET timezone = 'Asia/Shanghai'")
    told = house.portal(code).strip().splitlines()[-1]

    assert next(row[1] for row in mode if row[0] == "pool_mode") == "transaction"
    assert told == "True True [('UTC', '30s')]"


def test_a_portal_that_is_killed_or_renewed_costs_no_request_but_those_in_its_hands(house):
    load, reader = Load(), house.browser("registrar")
    for path in ("/", "/filings/", "/accounts/", "/messages/"):
        load.add(lambda it, path=path: it.note("read", reader.get(path)))
    rest = house.facts["drafts"][20:36]
    operator = house.browser("operator")
    load.add(lambda it: bool(rest) and (submit(operator, it, rest.pop()), True)[1], pause=0.5)
    with load:
        time.sleep(3)
        os.killpg(house.webs[0].pid, signal.SIGKILL)
        killed = time.monotonic()
        time.sleep(6)
        house.restart_web(0)
        time.sleep(2)
        house.webs[1].stop()
        time.sleep(4)
        house.restart_web(1)
        time.sleep(2)
    bad = [step for step in load.steps if step.status >= 400 or step.status == CUT]
    late = [step for step in bad if not killed - 1 <= step.at <= killed + 5]
    figures = {"请求": len(load.steps), "强行结束时手上的请求出错": len(bad) - len(late), "其他出错": len(late)}
    held = not late and len(bad) <= 8 and not load.faults
    keep_result("hosts-web", label="多机：停一台门户", threshold="除手上的请求外 0 失败", figures=figures, held=held)

    assert (late, load.faults) == ([], []), load.statuses()
    assert len(bad) <= 8


def test_a_job_whose_worker_is_killed_is_done_by_the_other_one(house):
    ready = house.workers[0].text().count(" ready.")
    os.killpg(house.workers[0].pid, signal.SIGKILL)
    exports = [export_of(house, "registrar", mark) for mark in ("number", "-number")]
    waited = wait_for("exports", lambda: all(is_ready(house, one) for one in exports), seconds=150)
    house.workers[0].start()
    wait_for("worker", lambda: house.workers[0].text().count(" ready.") > ready, seconds=120)
    figures = {"工作": len(exports), "秒": round(waited)}
    keep_result(
        "hosts-worker", label="多机：停一个后台任务进程", threshold="工作由另一个做完", figures=figures, held=True
    )


def test_what_waits_in_redis_is_there_after_its_restart(house):
    import redis

    for worker in house.workers:
        worker.stop()
    export = export_of(house, "observer", "number")
    broker = redis.Redis(port=house.redis_port)
    before = broker.llen("celery")
    broker.set("soak:kept", "yes")
    time.sleep(2)
    os.kill(house.redis.pid, signal.SIGKILL)
    house.redis.process.wait(10)
    house.open_redis()
    wait_for("Redis", lambda: answers(house.ports[0], "/readyz") == 200)
    after, kept = broker.llen("celery"), broker.get("soak:kept")
    for worker in house.workers:
        worker.start()
    wait_for("export", lambda: is_ready(house, export), seconds=150)
    figures = {"重启前消息": before, "重启后消息": after}
    held = after >= before > 0 and kept == b"yes"
    keep_result("hosts-redis", label="多机：Redis 断电重启", threshold="排队的消息不丢", figures=figures, held=held)

    assert (before > 0, after >= before, kept) == (True, True, b"yes")
