"""The virus scanner: asked over a real socket, believed when it finds something; while it is away nothing comes in."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from newmedia_portal.core.uploads import Fault, UploadRefused, examine
from newmedia_portal.core.workbook import WorkbookRefused, check_xlsx
from newmedia_portal.settings import services
from tests.papers import pdf, picture

from .clamd import TRIAL, Clamd
from .office import packed, xlsx_parts


def sent(data: bytes = b"", name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or pdf())


def refusal(upload: SimpleUploadedFile) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        examine(upload)
    return refused.value


@pytest.mark.parametrize("by", ["port", "file"])
def test_a_clean_file_is_shown_to_clamd_whole_and_comes_in(by: str, settings: Any, tmp_path: Path) -> None:
    data = pdf("x" * 200_000)
    with Clamd(str(tmp_path / "clamd.sock") if by == "file" else "") as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        assert examine(sent(data)).content.read() == data
    assert clamd.seen == [data]


def test_what_clamd_finds_is_refused_with_its_name(settings: Any) -> None:
    with Clamd() as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        refused = refusal(sent(pdf("x", TRIAL)))
    assert (refused.fault, "Win.Test.EICAR_HDB-1" in refused.message) == (Fault.INFECTED, True)
    assert "用杀毒软件清查电脑" in refused.message


def test_clamd_sees_the_picture_as_it_came_and_not_as_it_was_drawn_anew(settings: Any) -> None:
    with Clamd() as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        refused = refusal(sent(picture("JPEG") + TRIAL, "a.jpg"))
    assert refused.fault == Fault.INFECTED


def test_an_office_file_is_scanned_once(settings: Any) -> None:
    with Clamd() as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        examine(sent(packed(xlsx_parts()), "a.xlsx"))
    assert len(clamd.seen) == 1


@pytest.mark.parametrize("address", ["clamd://127.0.0.1:9", "clamd:///nowhere/clamd.sock", "command:/nowhere/scan -"])
def test_while_the_scanner_is_away_nothing_comes_in(address: str, settings: Any) -> None:
    settings.UPLOAD_SCANNER = address
    refused = refusal(sent())
    assert (refused.fault, refused.message) == (
        Fault.FAILED,
        "病毒检查暂时用不了，文件没有收下。请过几分钟再上传；一直这样，请联系系统管理员。",
    )


@pytest.mark.parametrize("answer", [b"stream: Can't allocate memory ERROR\0", b"\0", b"stream: OK then\0"])
def test_an_answer_that_is_no_clean_bill_counts_as_away(answer: bytes, settings: Any) -> None:
    with Clamd(answer=answer) as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        assert refusal(sent()).fault == Fault.FAILED


def test_a_file_over_the_limit_of_clamd_itself_is_not_taken(settings: Any) -> None:
    with Clamd(limit=100_000) as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        assert refusal(sent(pdf("x" * 500_000))).fault == Fault.FAILED


def test_a_scanner_that_says_nothing_is_not_waited_for_forever(settings: Any) -> None:
    with Clamd(deaf=True) as clamd:
        settings.UPLOAD_SCANNER, settings.UPLOAD_SCANNER_SECONDS = clamd.address, 1
        assert refusal(sent()).fault == Fault.FAILED


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        ("import sys; sys.stdin.buffer.read()", None),
        ("import sys; sys.stdin.buffer.read(); print('stdin: Trial FOUND'); sys.exit(1)", Fault.INFECTED),
        ("import sys; sys.exit(2)", Fault.FAILED),
        ("import time; time.sleep(9)", Fault.FAILED),
    ],
    ids=["clean", "infected", "broken", "hanging"],
)
def test_a_command_can_be_the_scanner(program: str, fault: Fault | None, settings: Any) -> None:
    settings.UPLOAD_SCANNER, settings.UPLOAD_SCANNER_SECONDS = f'command:{sys.executable} -S -c "{program}"', 2
    if fault is None:
        assert examine(sent()).name == "a.pdf"
        return
    refused = refusal(sent())
    assert (refused.fault, "Trial" in refused.message) == (fault, fault == Fault.INFECTED)


def test_workbooks_that_are_imported_are_scanned_too(settings: Any) -> None:
    book = packed({**xlsx_parts(), "xl/a.bin": TRIAL}, 0)
    with Clamd() as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        check_xlsx(sent(packed(xlsx_parts()), "a.xlsx"))  # type: ignore[arg-type]
        with pytest.raises(WorkbookRefused, match="病毒检查（Win.Test"):
            check_xlsx(sent(book, "a.xlsx"))  # type: ignore[arg-type]
    settings.UPLOAD_SCANNER = "clamd://127.0.0.1:9"
    with pytest.raises(WorkbookRefused, match="病毒检查暂时用不了"):
        check_xlsx(sent(packed(xlsx_parts()), "a.xlsx"))  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["http://x", "clamd://", "clamd:clamd.sock", "command:", "clamd://x:y"])
def test_a_malformed_address_stops_the_start(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="UPLOAD_SCANNER"):
        services.scanner(address)


@pytest.mark.parametrize("address", ["", "clamd:///run/clamav/clamd.ctl", "clamd://scan:3310", "command:clamdscan -"])
def test_a_good_address_is_kept(address: str) -> None:
    assert services.scanner(address) == address
