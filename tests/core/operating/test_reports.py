"""Error reports: to hook and mail, cleaned, each fault once in ten minutes, never at the cost of the request."""

import json
import logging
import threading

import pytest
from django.core import mail
from django.core.cache import cache

from newmedia_portal.core.operating.tracing import Trace, tracing

from . import hooked

pytestmark = pytest.mark.once
log = logging.getLogger("portal.test")
ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def receiver(settings):
    """Name the hook; begin with nothing received."""
    settings.ERROR_HOOK = "tests.core.operating.hooked.take"
    hooked.GOT.clear()
    cache.clear()


def fail(words: str = "手机 13900001234 password=Geheim-9", other: bool = False) -> None:
    """Let something go wrong at one of two places."""
    try:
        if other:
            raise KeyError(words)
        raise ValueError(words)
    except (ValueError, KeyError):
        log.exception("没有完成 %s", words)
    for thread in threading.enumerate():
        if thread.name == "error-report":
            thread.join(10)


def test_a_report_names_kind_place_and_request_and_holds_nothing_personal():
    with tracing(Trace(ID, route="filings:list")):
        fail()

    (report,) = hooked.GOT
    assert (report["kind"], report["logger"], report["route"], report["request"]) == (
        "ValueError",
        "portal.test",
        "filings:list",
        ID,
    )
    assert report["where"][-1].endswith(" fail")
    assert [word for word in ("13900001234", "Geheim-9") if word in json.dumps(report, ensure_ascii=False)] == []


def test_the_same_fault_is_reported_once_and_another_one_at_once():
    for _ in range(20):
        fail()
    fail(other=True)

    assert [report["kind"] for report in hooked.GOT] == ["ValueError", "KeyError"]


def test_administrators_get_a_mail_without_personal_data(settings):
    settings.ERROR_HOOK, settings.ADMINS = "", [("运维", "ops@example.cn")]

    fail()

    assert [message.to for message in mail.outbox] == [["ops@example.cn"]]
    assert "ValueError" in mail.outbox[0].subject
    assert "13900001234" not in mail.outbox[0].body


def test_a_receiver_out_of_order_is_told_in_the_log_and_stops_nothing(settings, caplog):
    settings.ERROR_HOOK = "tests.core.operating.hooked.refuse"

    fail()

    assert [r.getMessage() for r in caplog.records if r.name == "portal.reports"] == [
        "ERROR_HOOK 没有收下错误报告：ConnectionError"
    ]


def test_without_a_receiver_nothing_is_sent(settings):
    settings.ERROR_HOOK = ""

    fail()

    assert (hooked.GOT, mail.outbox) == ([], [])
