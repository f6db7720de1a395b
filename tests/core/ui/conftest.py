"""A person with posts, and the sample pages."""

import copy
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role

SAMPLES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def sample_pages(settings) -> None:
    """Serve the frame with the sample pages."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], SAMPLES]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.core.ui.urls"


@pytest.fixture
def unit(db) -> Unit:
    """A top unit."""
    return Unit.objects.create(code="D-1", name="示例县", regime="demo")


@pytest.fixture
def person(unit: Unit) -> User:
    """Somebody with one post."""
    user = User.objects.create_user("zhang-1", password="Sample-2026-x", full_name="张某一")
    Post.objects.create(user=user, unit=unit, role=Role.REGISTRAR, since=date(2026, 1, 1))
    return user


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    """A client of that person."""
    client.force_login(person)
    return client
