"""The status page (运行状态): every fault with its remedy, failed work tried again on record, for one role alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs import schedule
from newmedia_portal.core.jobs.models import JobRun, OutboxItem
from newmedia_portal.core.models import Heartbeat
from newmedia_portal.core.operating import faults, heartbeats, reading, upkeep

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    """Sign an administrator in."""
    person, _ = User.objects.get_or_create(username=role, defaults={"full_name": "张某一", "instance_role": role})
    client = Client()
    client.force_login(person)
    return client


def failed(job: str = "notices.deliver", error: str = "连接被拒绝") -> OutboxItem:
    now = timezone.now()
    return OutboxItem.objects.create(
        job=job, queued_at=now, not_before=now, attempts=5, failed_at=now, error=error, request_id="a" * 32
    )


def page_of(client: Client) -> str:
    return client.get("/status/").content.decode()


@pytest.mark.parametrize("role", ["secadmin", "auditor"])
def test_the_page_is_hidden_from_the_other_administrators(role):
    item = failed()
    client = client_of(role)

    assert [client.get("/status/").status_code, client.post(f"/status/work/{item.pk}/retry/").status_code] == [404, 404]


def test_each_fault_stands_with_its_remedy():
    failed(error="手机 13900001234 无法投递")
    now = timezone.now()
    OutboxItem.objects.create(job="notice", queued_at=now, not_before=now - timedelta(minutes=11))
    JobRun.objects.create(
        job="scan_overdue", business_date=timezone.localdate(), started_at=now, leased_until=now, error="磁盘已满"
    )

    page = page_of(client_of("sysadmin"))

    for words in (
        "后台任务没有在运行", "后台工作积压超过 10 分钟", "1 项后台工作多次失败", "八天内没有备份",
        "定时任务“备案期限检查”失败", "磁盘已满", "manage.py run_due --loop", "a" * 32,
    ):  # fmt: skip
        assert words in page, words
    assert "13900001234" not in page
    assert ("core.E013" in page, "security.W004" in page, "You have not set" in page) == (True, True, False)


def test_a_living_installation_has_no_fault():
    heartbeats.beat(heartbeats.SCHEDULE, at=timezone.now(), name=f"test-{timezone.now().timestamp()}")
    record("backup.made", by=None, at=timezone.now())

    found = faults.find(reading.read(timezone.now()))

    assert [fault.text for fault in found if fault.text != "磁盘空间不足"] == []  # the disk is that of this machine
    if not found:
        assert "没有需要处理的故障" in page_of(client_of("sysadmin"))


def test_failed_work_is_tried_again_with_all_its_tries_and_on_record():
    item = failed()
    client = client_of("sysadmin")

    client.post(f"/status/work/{item.pk}/retry/")
    again = client.post(f"/status/work/{item.pk}/retry/", follow=True)

    item.refresh_from_db()
    assert (item.failed_at, item.attempts, item.error) == (None, 0, "")
    event = AuditEvent.objects.get(action="work.retried")
    assert (event.object_id, event.after, event.before["error"]) == (item.pk, {"job": "notices.deliver"}, "连接被拒绝")
    assert "已经重新排队" in again.content.decode()


def test_the_page_that_refreshes_itself_keeps_no_session_alive():
    client = client_of("sysadmin")
    session = client.session
    session["seen"] = 1
    session.save()

    part = client.get("/status/facts/").content.decode()

    assert client.session["seen"] == 1
    assert 'hx-trigger="every 30s"' in part
    assert "<script" not in part


def test_a_frequent_job_that_fails_leaves_its_reason_until_it_ends_well(monkeypatch):
    faults = ["连接超时"]
    monkeypatch.setattr(schedule, "_daily", {})
    monkeypatch.setattr(schedule, "_often", {})

    @schedule.often("test.often", label="常常")
    def job(*, at):
        if faults:
            raise RuntimeError(faults.pop())
        return schedule.Counts()

    schedule.run_due(at=timezone.now())
    assert JobRun.objects.get().error == "连接超时"
    schedule.run_due(at=timezone.now())
    assert JobRun.objects.get().error == ""


def test_signs_of_life_are_written_twice_a_minute_at_most_and_forgotten_when_the_process_is_gone():
    now = timezone.now()
    name = f"host-{now.timestamp()}"

    assert [heartbeats.beat("worker", at=now, name=name) for _ in range(3)] == [True, False, False]
    Heartbeat.objects.create(name="worker:gone", kind="worker", seen_at=now - timedelta(days=3))
    assert upkeep.forget(on=now.date(), at=now).cleared == 1
    assert [beat.name for beat in Heartbeat.objects.all()] == [f"worker:{name}"]
