"""Stored files are handed out as downloads that run nothing, by the portal or by the web server before it."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.http import Http404

from filings.models import Attachment
from newmedia_portal.core.uploads import hand_out
from newmedia_portal.settings import services
from tests.filings.making import draft
from tests.filings.pages import client_of
from tests.world import build


def stored(name: str = "a.pdf") -> Attachment:
    paper = Attachment(name="纪要\u202efdp.pdf", content_type="application/pdf")
    paper.file.save(name, ContentFile(b"content"), save=False)
    return paper


def test_a_download_runs_nothing_and_is_kept_by_nobody() -> None:
    paper = stored()
    answer = hand_out(paper.file, name=paper.name, content_type=paper.content_type)
    assert b"".join(answer.streaming_content) == b"content"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E7%BA%AA%E8%A6%81fdp.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_that_is_gone_is_not_found() -> None:
    paper = stored()
    paper.file.storage.delete(paper.file.name)
    with pytest.raises(Http404):
        hand_out(paper.file, name="a.pdf")


def test_the_web_server_may_send_the_bytes(settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/protected/"
    paper = stored()
    answer = hand_out(paper.file, name=paper.name, content_type=paper.content_type)
    assert answer["X-Accel-Redirect"] == f"/protected/{paper.file.name}"
    assert (answer.content, answer["Content-Type"]) == (b"", "application/pdf")  # type: ignore[attr-defined]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_policy_of_the_page_does_not_take_the_place_of_the_download_s() -> None:
    world = build("soe")
    filing = draft(world)
    paper = filing.attachments.first()
    assert paper is not None
    answer = client_of(world.person("operator")).get(f"/filings/{filing.pk}/papers/{paper.pk}/")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("prefix", ["protected", "//host/"])
def test_a_malformed_location_stops_the_start(prefix: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="X_ACCEL_PREFIX"):
        services.internal_location(prefix)
