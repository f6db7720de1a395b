"""Request ids: taken from our own proxy alone, told to the reader, carried into the work that a request caused."""

import re

import pytest
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.context import origin
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs import outbox
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.operating.tracing import current
from tests.core.ground import AT

GIVEN = "0123456789abcdef0123456789abcdef"
UUID = "01234567-89ab-cdef-0123-456789abcdef"


def answered(settings, trusted: int, **headers: str) -> str:
    """Return the id in the answer."""
    settings.TRUSTED_PROXIES = trusted
    return Client(headers=headers).get("/healthz")["X-Request-ID"]


@pytest.mark.parametrize("given", [GIVEN, UUID])
def test_the_id_of_our_own_proxy_is_kept(settings, given):
    assert answered(settings, 1, **{"x-request-id": given, "x-forwarded-for": "10.0.0.9"}) == GIVEN


@pytest.mark.parametrize(
    ("trusted", "headers"),
    [
        (0, {"x-request-id": GIVEN, "x-forwarded-for": "10.0.0.9"}),
        (1, {"x-request-id": GIVEN}),
        (2, {"x-request-id": GIVEN, "x-forwarded-for": "10.0.0.9"}),
        (1, {"x-request-id": "short", "x-forwarded-for": "10.0.0.9"}),
        (1, {"x-request-id": GIVEN + "0", "x-forwarded-for": "10.0.0.9"}),
        (1, {"x-request-id": "<b>" + GIVEN[3:], "x-forwarded-for": "10.0.0.9"}),
    ],
)
def test_an_id_from_elsewhere_or_of_another_form_is_replaced(settings, trusted, headers):
    made = answered(settings, trusted, **headers)

    assert re.fullmatch("[0-9a-f]{32}", made)
    assert made != GIVEN


@pytest.mark.django_db
def test_an_unexpected_error_tells_the_reader_the_number_to_report(client, monkeypatch):
    from filings.views import workbench

    def broken(*_, **__):
        raise RuntimeError("内部细节")

    monkeypatch.setattr(workbench, "render", broken)
    client.force_login(User.objects.create(username="anna", full_name="张某一", instance_role="sysadmin"))
    client.raise_request_exception = False

    answer = client.get("/")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in page
    assert "请把编号报给管理员" in page
    assert "内部细节" not in page


@pytest.mark.django_db
def test_the_audit_row_of_a_request_bears_the_id_of_the_answer(client):
    answer = client.post("/login/", {"username": "nobody", "password": "x" * 12})

    assert {row.request_id for row in AuditEvent.objects.all()} == {answer["X-Request-ID"]}


@pytest.mark.django_db
def test_work_that_a_request_caused_runs_under_its_id(monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(outbox, "_handlers", {})

    @outbox.job("test.traced")
    def work(*, at) -> None:
        seen.append(current().request_id)
        record("login.out", by=None, at=at)

    with origin(address="10.0.0.9", request_id=GIVEN):
        outbox.enqueue("test.traced", {}, at=AT)
    outbox.enqueue("test.traced", {}, at=AT)
    outbox.drain(now=lambda: AT)

    assert list(OutboxItem.objects.order_by("pk").values_list("request_id", flat=True)) == [GIVEN, ""]
    assert list(AuditEvent.objects.order_by("seq").values_list("request_id", "address")) == [(GIVEN, ""), ("", "")]
    assert seen[0] == GIVEN
    assert re.fullmatch("[0-9a-f]{32}", seen[1])
