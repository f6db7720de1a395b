"""/metrics: for the monitoring alone, with figures of all workers of a host, without numbers of rows in labels."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from newmedia_portal.core.models import AuditHead, Heartbeat, JobRun, OutboxItem

ROOT = Path(__file__).parents[3]


def figures(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Read the answer as Prometheus does."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def scrape(client, settings):
    """Ask as the monitoring does, from this machine."""
    settings.METRICS_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return lambda: figures(client.get("/metrics").content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("networks", "token", "headers", "status"),
    [
        ([], "", {}, 404),
        (["10.1.2.0/24"], "", {}, 404),
        (["10.1.2.0/24", "127.0.0.1"], "", {}, 200),
        ([], "", {"authorization": "Bearer "}, 404),
        ([], "t" * 40, {"authorization": "Bearer " + "t" * 40}, 200),
        ([], "t" * 40, {"authorization": "Bearer " + "t" * 39}, 404),
    ],
)
def test_figures_are_given_to_the_monitoring_alone(client, settings, networks, token, headers, status):
    settings.METRICS_ALLOWED_NETWORKS, settings.METRICS_TOKEN = networks, token

    assert client.get("/metrics", headers=headers).status_code == status


@pytest.mark.django_db
def test_requests_are_counted_by_name_of_address_method_and_status_with_their_time(client, scrape):
    labels = (("method", "GET"), ("route", "login"), ("status", "200"))
    before = scrape()

    client.get("/login/?q=13900001234")
    client.get("/no-such-page-13900001234/")
    after = scrape()

    assert after["portal_requests_total", labels] - before.get(("portal_requests_total", labels), 0) == 1
    count = ("portal_request_seconds_count", ())
    assert after[count] - before.get(count, 0) == 3
    routes = {value for _, labels in after for name, value in labels if name == "route"}
    assert {"login", "none"} <= routes
    assert [route for route in routes if any(sign.isdigit() for sign in route)] == []


@pytest.mark.django_db
def test_background_work_is_told_by_depth_age_failures_and_last_success(scrape):
    now = timezone.now()
    OutboxItem.objects.create(job="notice", queued_at=now, not_before=now - timedelta(seconds=120))
    OutboxItem.objects.create(job="notice", queued_at=now, not_before=now + timedelta(hours=1))
    OutboxItem.objects.create(job="notice", queued_at=now, not_before=now, failed_at=now)
    run = {"business_date": timezone.localdate(), "started_at": now, "leased_until": now}
    JobRun.objects.create(job="scan_overdue", finished_at=now, **run)
    JobRun.objects.create(job="operating.forget", error="磁盘已满", **run)
    Heartbeat.objects.create(name="worker:a", kind="worker", seen_at=now - timedelta(seconds=30))

    told = scrape()

    assert (told["portal_outbox_depth", ()], told["portal_outbox_failed", ()]) == (1, 1)
    assert 120 <= told["portal_outbox_oldest_seconds", ()] < 180
    assert told["portal_job_last_success_timestamp_seconds", (("job", "scan_overdue"),)] == now.timestamp()
    assert told["portal_job_failing", (("job", "operating.forget"),)] == 1
    assert told["portal_job_failing", (("job", "scan_overdue"),)] == 0
    assert 30 <= told["portal_heartbeat_age_seconds", (("kind", "worker"),)] < 90


@pytest.mark.django_db
def test_store_log_and_business_are_told(scrape):
    AuditHead.objects.update_or_create(pk=1, defaults={"seq": 41, "hash": "0" * 64})

    told = scrape()

    assert told["portal_audit_head", ()] == 41
    assert told["portal_database_bytes", ()] > 100_000
    assert told["portal_database_reached", ()] == 1
    assert [told[f"portal_{name}", ()] for name in ("overdue_filings", "exports_waiting")] == [0, 0]
    assert told["portal_delivery_failures_day", (("via", "mail"),)] == 0


WORKER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "newmedia_portal.settings.test"
django.setup()
from newmedia_portal.core.operating import metrics
for _ in range(int(sys.argv[1])):
    metrics.count_request("login", "GET", 200, 0.3)
print(os.getpid())
"""


@pytest.mark.once
def test_figures_of_several_workers_are_added_up_and_survive_the_end_of_one(tmp_path):
    env = {**os.environ, "METRICS_DIR": str(tmp_path)}

    def run(code: str, *words: str) -> str:
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout

    ended = [run(WORKER, number).strip() for number in ("3", "4")]
    gathered = f"""
from newmedia_portal.core.operating.metrics import gather
gather({str(tmp_path)!r}, {ended[0]})
gather({str(tmp_path)!r}, {ended[1]})
"""
    third = WORKER.replace("print(os.getpid())", gathered + "print(metrics.exposition().decode())")

    told = figures(run(third, "5"))

    assert told["portal_requests_total", (("method", "GET"), ("route", "login"), ("status", "200"))] == 12
    assert told["portal_request_seconds_bucket", (("le", "0.5"),)] == 12
    assert told["portal_request_seconds_bucket", (("le", "0.25"),)] == 0
    assert [
        path.name for path in tmp_path.glob("*.db") if path.name.endswith(tuple(f"_{pid}.db" for pid in ended))
    ] == []
