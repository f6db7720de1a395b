"""Who holds a row must not throw out who refers to it: no deadlock between row locks and the audit chain."""

import threading
from datetime import date

import pytest
from django.db import connection, connections

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.models import AuditEvent
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_one_holds_a_unit_another_commits_what_refers_to_it():
    unit = Unit.objects.create(code="a", name="示例公司", regime="soe")
    person = User.objects.create(username="anna", full_name="张某一")
    before, faults = AuditEvent.objects.count(), []

    def refer() -> None:
        try:
            with unit_of_work():
                Post.objects.create(user=person, unit=unit, role="operator", since=date(2026, 1, 1))
                record("filing.submitted", by=person, at=AT, obj=unit)
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=refer)
    with unit_of_work():
        Unit.objects.select_for_update().get(pk=unit.pk)
        other.start()
        other.join(20)
        waited = other.is_alive()
        record("filing.submitted", by=person, at=AT, obj=unit)
    other.join(20)

    assert (waited, faults) == (False, [])
    assert (Post.objects.count(), AuditEvent.objects.count()) == (1, before + 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_lock_the_same_row_still_wait_for_each_other():
    unit = Unit.objects.create(code="a", name="示例公司", regime="soe")
    order: list[str] = []

    def second() -> None:
        with unit_of_work():
            Unit.objects.select_for_update().get(pk=unit.pk)
            order.append("second")
        connections.close_all()

    other = threading.Thread(target=second)
    with unit_of_work():
        Unit.objects.select_for_update().get(pk=unit.pk)
        other.start()
        other.join(1)
        order.append("first")
    other.join(20)

    assert order == ["first", "second"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_locks_are_of_the_kind_that_foreign_keys_do_not_wait_for():
    connection.ensure_connection()

    assert connection.ops.for_update_sql(skip_locked=True, of=("core_unit",)) == (
        "FOR NO KEY UPDATE OF core_unit SKIP LOCKED"
    )
