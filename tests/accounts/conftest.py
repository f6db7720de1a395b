"""The organisation that the tests of units, people and register share."""

import pytest
from django.db.models import Model

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from tests.world import World, admin, build


@pytest.fixture
def world(db: None) -> World:
    """Return an organisation under the county regulation, where most limits on people and platforms stand."""
    return build("taibai")


@pytest.fixture
def sysadmin(db: None) -> User:
    """Return the system administrator."""
    return admin("sysadmin")


@pytest.fixture
def secadmin(db: None) -> User:
    """Return the security administrator."""
    return admin("secadmin")


@pytest.fixture
def auditor(db: None) -> User:
    """Return the auditor."""
    return admin("auditor")


def events(action: str, obj: Model | None = None) -> list[AuditEvent]:
    """Return the events of one action, oldest first, of one object if given."""
    found = AuditEvent.objects.filter(action=action).order_by("seq")
    return list(found.filter(object_id=obj.pk) if obj is not None else found)
