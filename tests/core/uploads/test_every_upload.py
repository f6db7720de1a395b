"""Every way in passes the gate, every way out the one answer: read from the source, so that none is forgotten."""

import io
import re

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client, RequestFactory

from newmedia_portal.core.uploads.handler import BoundedUpload
from newmedia_portal.core.workbook import WorkbookRefused, check_xlsx
from tests.architecture.sources import ROOT

APPS = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")
SOURCES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
}
#: What the portal makes itself and keeps: nobody sent it.
OWN_FILES = {"newmedia_portal/core/exports/jobs.py"}
#: The gate itself, or the guard of workbooks; the command of an administrator reads a ledger through `check_file`.
GATE = re.compile(r"= examine\(|\bcheck_xlsx\(|\bcheck_file\(")
STORES = re.compile(r"\.(?:file|screenshot|proof)\.save\(")
OPENS = re.compile(r"\b(?:file|screenshot|proof)\.open\(\"rb\"\)\s*,")


def test_whoever_stores_a_file_has_it_examined() -> None:
    storing = {name for name, text in SOURCES.items() if STORES.search(text)} - OWN_FILES
    assert len(storing) >= 10
    assert sorted(name for name in storing if not GATE.search(SOURCES[name])) == []


def test_what_was_examined_is_what_is_stored() -> None:
    examining = {name: text for name, text in SOURCES.items() if re.search(r"\bexamine\(", text)}
    stored = {
        name: [call for call in re.findall(r"\.save\(([^\n]*stored_name[^\n]*)\)", text) if ".content," not in call]
        for name, text in examining.items()
    }
    assert {name: calls for name, calls in stored.items() if calls} == {}


def test_no_view_hands_out_an_uploaded_file_in_its_own_way() -> None:
    own = {"newmedia_portal/core/uploads/serving.py"}
    assert sorted(name for name, text in SOURCES.items() if OPENS.search(text) and name not in own) == []


class TestTooLarge:
    """A file over the limit is counted while it comes in and not kept."""

    def handler(self, settings: object) -> BoundedUpload:
        settings.UPLOAD_LARGEST_MB = 1  # type: ignore[attr-defined]
        made = BoundedUpload(RequestFactory().post("/"))
        made.new_file("file", "a.pdf", "application/pdf", None)
        return made

    def test_within_the_limit_the_next_one_keeps_it(self, settings: object) -> None:
        handler = self.handler(settings)
        assert handler.receive_data_chunk(b"x" * 1024, 0) == b"x" * 1024
        assert handler.file_complete(1024) is None

    def test_beyond_the_limit_only_the_size_is_kept(self, settings: object) -> None:
        handler = self.handler(settings)
        passed = [handler.receive_data_chunk(b"x" * 65536, n) for n in range(40)]
        kept = handler.file_complete(0)
        assert sum(len(piece or b"") for piece in passed) == 1024 * 1024
        assert kept is not None
        assert (kept.size, kept.read(), kept.name) == (40 * 65536, b"", "a.pdf")

    @pytest.mark.parametrize("limit", [1, 20])
    def test_an_import_says_too_large_too(self, limit: int, settings: object) -> None:
        settings.UPLOAD_LARGEST_MB = limit  # type: ignore[attr-defined]
        kept = InMemoryUploadedFile(io.BytesIO(), "file", "a.xlsx", "", limit * 1024 * 1024 + 1, None)
        with pytest.raises(WorkbookRefused, match=f"文件超过 {limit} MB"):
            check_xlsx(kept)  # type: ignore[arg-type]

    @pytest.mark.django_db
    def test_the_page_says_too_large_and_not_nothing_chosen(self, settings: object) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from tests.filings.making import draft
        from tests.filings.pages import client_of, words
        from tests.world import build

        settings.UPLOAD_LARGEST_MB = 1  # type: ignore[attr-defined]
        world = build("soe")
        filing = draft(world)
        client: Client = client_of(world.person("operator"))
        paper = filing.attachments.first()
        assert paper is not None
        form = {"paper": paper.paper, "file": SimpleUploadedFile("大.pdf", b"%PDF-1.7" + bytes(2 * 1024 * 1024))}
        answer = client.post(f"/filings/{filing.pk}/papers/", form)
        assert (answer.status_code, "文件超过 1 MB" in words(answer)) == (422, True)
        assert StopUpload.__name__ not in words(answer)
