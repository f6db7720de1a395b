"""The nine faults of an upload, told apart on the page, each with its limit and its remedy (quality A5); scans."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.ledger.reading import read_ledger
from filings import actions
from filings.models import Attachment, Filing, Obligation
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Refused
from tests.core.uploads.builders import MB, OLE
from tests.core.uploads.clamd import TRIAL, Clamd
from tests.filings.making import approved, draft, submitted, upload
from tests.filings.pages import client_of, words
from tests.papers import pdf, picture
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


def send(world: World, filing: Filing, file: Any, paper: str = "meeting_minutes") -> Any:
    form = {"paper": paper, **({"file": file} if file is not None else {})}
    return client_of(world.person("operator")).post(f"/filings/{filing.pk}/papers/", form)


def file(data: bytes, name: str = "纪要.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


FAULTS = [
    ("nothing", None, "还没有选择文件。请先选择文件，再上传。"),
    ("type", file(b"GIF89a", "动图.gif"), "请上传 PDF、JPG、PNG、DOCX、XLSX、OFD 格式。"),
    ("large", file(pdf() + bytes(2 * MB)), "文件超过 1 MB。"),
    ("empty", file(b""), "这个文件是空的（0 字节）。"),
    ("locked", file(OLE + "EncryptedPackage".encode("utf-16-le"), "纪要.docx"), "请去掉密码，另存后再上传。"),
    ("failed", file(pdf()[:-60]), "文件不完整或已损坏，可能是上传中断。"),
]


@pytest.mark.parametrize(("sent", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_each_fault_is_told_in_its_own_words_on_top_and_at_the_paper(sent: Any, said: str, settings: Any) -> None:
    settings.UPLOAD_LARGEST_MB = 1
    world = build("gejiu")
    filing = draft(world)
    before = filing.attachments.count()
    answer = send(world, filing, sent)
    assert (answer.status_code, words(answer).count(said)) == (422, 2)
    assert "有错误 · 材料" in answer.content.decode()
    assert filing.attachments.count() == before


def test_an_infected_file_is_told_apart(settings: Any) -> None:
    world = build("gejiu")
    filing = draft(world)
    with Clamd() as clamd:
        settings.UPLOAD_SCANNER = clamd.address
        answer = send(world, filing, file(pdf("x", TRIAL)))
    assert (answer.status_code, "文件没有通过病毒检查" in words(answer)) == (422, True)


def test_one_file_too_many_is_told_with_the_limit(settings: Any) -> None:
    world = build("gejiu")
    filing = draft(world)
    settings.UPLOAD_MOST_FILES = filing.attachments.count()
    answer = send(world, filing, file(pdf("one more")))
    assert f"每件备案最多 {settings.UPLOAD_MOST_FILES} 个文件。请先移除不需要的文件" in words(answer)


def test_an_altered_template_is_told_by_the_import() -> None:
    book, target = Workbook(), io.BytesIO()
    book.active.append(["随意", "改过", "的表头"])
    book.active.append(["甲", "乙", "丙"])
    book.save(target)
    ledger = read_ledger(target, today=date(2026, 9, 18))
    assert [("没有找到表头" in fault.message, "下载模板填写" in fault.message) for fault in ledger.faults] == [
        (True, True)
    ]


@pytest.mark.parametrize(
    ("paper", "name", "data", "said"),
    [
        ("signed_form", "登记表.docx", b"", "请上传 PDF、JPG、PNG、OFD 格式"),
        ("avatar", "头像.pdf", pdf(), "请上传 JPG、PNG 格式"),
    ],
)
def test_each_paper_takes_the_kinds_of_file_that_it_can_be(paper: str, name: str, data: bytes, said: str) -> None:
    from docx import Document

    if not data:
        target = io.BytesIO()
        Document().save(target)
        data = target.getvalue()
    world = build("soe" if paper == "avatar" else "corp")
    answer = send(world, draft(world), file(data, name), paper)
    assert (answer.status_code, said in words(answer)) == (422, True)


def test_a_photograph_of_the_sealed_form_is_kept_without_the_place_it_was_taken(settings: Any) -> None:
    from tests.core.uploads.test_pictures import photograph

    world = build("corp")
    filing = draft(world)
    assert send(world, filing, file(photograph(6), "盖章.jpg"), "signed_form").status_code == 302
    kept = Attachment.objects.get(name="盖章.jpg")
    with kept.file.open("rb") as stored:
        content = stored.read()
    assert (b"Exif" in content, kept.size, kept.file.name.endswith(".jpg")) == (False, len(content), True)
    assert "盖章" not in kept.file.name


def clocks(filing: Filing) -> list[Any]:
    held = Obligation.objects.filter(filing=filing).order_by("pk")
    filing.refresh_from_db()
    return [
        filing.number, filing.state, filing.due_on, filing.first_submitted_at, filing.submitted_at, filing.decided_at,
        filing.late_workdays, filing.version, [(row.state, row.due_on, row.met_on) for row in held],
    ]  # fmt: skip


@pytest.mark.clause("S1-F21", "S1-3.1.1c")
def test_the_signed_scan_comes_back_to_the_same_number_and_stops_no_clock() -> None:
    world = build("corp")
    filing = submitted(world)
    before = clocks(filing)
    answer = send(world, filing, file(picture("JPEG"), "盖章扫描.jpg"), "signed_form")
    assert answer.status_code == 302
    assert clocks(filing) == before
    assert filing.attachments.filter(paper="signed_form", name="盖章扫描.jpg").count() == 1


@pytest.mark.parametrize("regime", ["corp", "gejiu", "taibai"])
def test_the_form_with_both_seals_is_kept_with_the_number_after_the_approval(regime: str) -> None:
    world = build(regime)
    filing = approved(world)
    before = clocks(filing)
    page = client_of(world.person("operator")).get(f"/filings/{filing.pk}/papers/")
    assert "补传材料不改变提交时间和办理期限。" in words(page)
    assert send(world, filing, file(pdf("sealed"), "双方盖章.pdf"), "signed_form").status_code == 302
    assert clocks(filing) == before
    event = AuditEvent.objects.filter(action="filing.paper_added").latest("pk")
    assert event.after == {"paper": "signed_form", "name": "双方盖章.pdf"}


def test_after_the_approval_nothing_else_comes_and_nothing_goes() -> None:
    world = build("corp")
    filing = approved(world)
    by = world.person("operator")
    with pytest.raises(Refused, match="材料不能增减"):
        actions.add_paper(filing, paper="own_rules", upload=upload("x"), by=by, at=NOON)
    paper = filing.attachments.first()
    assert paper is not None
    assert client_of(by).post(f"/filings/{filing.pk}/papers/{paper.pk}/remove/").status_code == 404


@pytest.mark.parametrize("role", ["registrar", "chief", "outsider"])
def test_nobody_but_the_writers_of_the_unit_adds_to_an_approved_filing(role: str) -> None:
    world = build("corp")
    filing = approved(world)
    answer = client_of(world.person(role)).post(
        f"/filings/{filing.pk}/papers/", {"paper": "signed_form", "file": file(pdf())}
    )
    assert answer.status_code == 404
