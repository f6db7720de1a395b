"""The import pages: upload, check, columns, confirm, progress, undo; who may see them."""

import io
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.ledger import batches
from accounts.models import ColumnMapping, ImportBatch, MediaAccount
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workbook import Column, Sheet, write_xlsx
from tests.world import World, build

from .books import HEAD, ledger_file, plain_row, workbook

pytestmark = pytest.mark.django_db
START = "/accounts/import/"


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.cast["registrar"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, world: World, content: bytes, name: str = "台账.xlsx") -> Any:
    data = {"unit": world.root.pk, "file": SimpleUploadedFile(name, content)}
    return client.post(START, data, follow=True)


def latest() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def test_a_clean_ledger_goes_from_upload_to_register(client: Client, world: World) -> None:
    page = upload(client, world, ledger_file("plain").read_bytes())
    batch = latest()
    assert page.redirect_chain == [(f"{START}{batch.pk}/", 302)]
    assert (batch.status, batch.counts["created"], MediaAccount.objects.count()) == ("checked", 222, 0)
    page = client.post(f"{START}{batch.pk}/confirm/", {"mode": "all_or_none"}, follow=True)
    assert (latest().status, MediaAccount.objects.count(), page.status_code) == ("done", 222, 200)
    assert "撤销这批导入" in page.content.decode()


def test_the_check_result_lists_cell_and_remedy_and_offers_the_marked_workbook(client: Client, world: World) -> None:
    text = upload(client, world, ledger_file("faulty").read_bytes()).content.decode()
    assert "问题(40 处)" in text
    assert "“去年春天”不是能认出的日期。请写成 2020-05-06、2020年5月 或 2020年。" in text
    answer = client.get(f"{START}{latest().pk}/marked/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book["台账"]["G11"].fill.fgColor.rgb == "FFF4B6B6"
    assert book.sheetnames[-1] == "检查汇总"


def test_new_units_are_listed_before_they_are_made(client: Client, world: World) -> None:
    text = upload(client, world, workbook([HEAD, plain_row(1)]).getvalue()).content.decode()
    assert "将新建单位" in text
    assert "<li>示例单位00001</li>" in text


def test_all_or_none_is_refused_with_errors_and_good_rows_are_taken(client: Client, world: World) -> None:
    upload(client, world, ledger_file("faulty").read_bytes())
    address = f"{START}{latest().pk}/confirm/"
    refused = client.post(address, {"mode": "all_or_none"})
    assert (refused.status_code, MediaAccount.objects.count()) == (422, 0)
    assert "有 34 行存在错误,一行也没有导入。" in refused.content.decode()
    client.post(address, {"mode": "good_rows"})
    assert (latest().status, MediaAccount.objects.count()) == ("done", 122)


def test_a_batch_is_imported_once(client: Client, world: World) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    address = f"{START}{latest().pk}/confirm/"
    client.post(address, {"mode": "good_rows"})
    again = client.post(address, {"mode": "good_rows"})
    assert (again.status_code, MediaAccount.objects.count()) == (422, 1)


def test_columns_can_be_given_another_meaning_and_are_remembered(client: Client, world: World) -> None:
    rows = [["单位", "账号名称", "平台", "评级"], ["示例单位", "示例发布", "微博", "优秀"]]
    upload(client, world, workbook(rows).getvalue())
    batch = latest()
    fields = {"column-0-A": "unit", "column-0-B": "name", "column-0-C": "platform", "column-0-D": "remark"}
    client.post(f"{START}{batch.pk}/mapping/", fields)
    client.post(f"{START}{batch.pk}/confirm/", {"mode": "good_rows"})
    account = MediaAccount.objects.get()
    assert (account.remark, account.extra) == ("优秀", {})
    assert ColumnMapping.objects.get().mapping["评级"] == "remark"


def test_a_file_that_is_no_workbook_is_refused_at_its_field(client: Client, world: World) -> None:
    page = upload(client, world, b"a,b,c")
    assert page.status_code == 422
    assert "这不是 Excel 文件。请下载模板填写,以 .xlsx 格式上传。" in page.content.decode()
    assert ImportBatch.objects.count() == 0


def test_the_template_has_dropdowns_and_can_be_imported_filled_in(client: Client, world: World) -> None:
    content = client.get(f"{START}template/").content
    book = load_workbook(io.BytesIO(content))
    page = book["台账"]
    assert sorted(str(rule.sqref) for rule in page.data_validations.dataValidation) == ["D2:D501", "H2:H501", "N2:N501"]
    for column, value in enumerate(["1", "示例单位", "示例发布", "微博"], start=1):
        page.cell(2, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    upload(client, world, filled.getvalue())
    assert (latest().counts["read"], latest().counts["created"], latest().faults) == (1, 1, [])


def test_undo_asks_for_a_reason_and_takes_the_batch_back(client: Client, world: World) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    batch = latest()
    client.post(f"{START}{batch.pk}/confirm/", {"mode": "good_rows"})
    empty = client.post(f"{START}{batch.pk}/undo/", {"reason": ""})
    assert (empty.status_code, MediaAccount.objects.count()) == (422, 1)
    page = client.post(f"{START}{batch.pk}/undo/", {"reason": "传错文件"}, follow=True)
    assert (latest().status, MediaAccount.objects.count()) == ("undone", 0)
    assert "已撤销该批导入。" in page.content.decode()


@pytest.mark.parametrize("role", ["operator", "head", "director", "observer", "outsider", "line"])
def test_who_may_open_the_import_pages(client: Client, world: World, role: str) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    other = Client()
    other.force_login(world.cast[role], backend="django.contrib.auth.backends.ModelBackend")
    pages = [START, f"{START}template/", f"{START}{latest().pk}/", f"{START}{latest().pk}/progress/"]
    assert {other.get(page).status_code for page in pages} == ({200} if role == "director" else {404})


def test_batches_of_another_organisation_are_not_found(client: Client, world: World) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    foreign = build("gejiu")
    other = Client()
    other.force_login(foreign.cast["registrar"], backend="django.contrib.auth.backends.ModelBackend")
    address = f"{START}{latest().pk}/"
    assert [other.get(address).status_code, other.post(f"{address}confirm/", {"mode": "good_rows"}).status_code] == [
        404,
        404,
    ]
    assert other.get(START).context["form"].fields["unit"].queryset.count() == 1
    assert "台账.xlsx" not in other.get(START).content.decode()


def large_ledger(count: int) -> bytes:
    """Return a ledger of so many rows, every hundredth with a fault."""
    rows = (plain_row(n, 开通时间="去年春天") if n % 100 == 0 else plain_row(n) for n in range(1, count + 1))
    target = io.BytesIO()
    write_xlsx(target, [Sheet("台账", [Column(title) for title in HEAD], rows)], by="张某一", at=timezone.now())
    return target.getvalue()


def test_a_large_ledger_is_checked_and_imported_in_the_background_with_progress(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, str]] = []
    page = upload(client, world, large_ledger(5_000))
    batch = latest()
    assert (batch.status, batch.counts) == ("checking", {})
    assert 'hx-trigger="every 1s"' in page.content.decode()

    def now() -> datetime:
        return timezone.now()

    teller = batches._teller

    def listening(found: ImportBatch) -> Any:
        tell = teller(found)

        def both(done: float, words: str) -> None:
            tell(done, words)
            state = ImportBatch.objects.get(pk=found.pk)
            told.append((state.status, state.processed, state.message))

        return both

    monkeypatch.setattr(batches, "_teller", listening)
    assert drain(now=now) == 1
    batch.refresh_from_db()
    assert (batch.status, batch.counts["read"], batch.counts["faulty"]) == ("checked", 5_000, 50)
    assert client.get(f"{START}{batch.pk}/progress/")["HX-Redirect"] == f"{START}{batch.pk}/"
    client.post(f"{START}{batch.pk}/confirm/", {"mode": "good_rows"})
    assert (latest().status, MediaAccount.objects.count()) == ("importing", 0)
    assert "HX-Redirect" not in client.get(f"{START}{batch.pk}/progress/")
    assert drain(now=now) == 1
    assert (latest().status, latest().processed, MediaAccount.objects.count()) == ("done", 5_000, 4_950)
    assert [(status, words) for status, _, words in told] == [
        ("checking", "正在读取文件"),
        ("checking", "正在与台账比对"),
        ("importing", "正在读取文件"),
        ("importing", "正在与台账比对"),
    ]
    assert [done for _, done, _ in told] == [250, 3_000, 250, 2_500]
    notices = Notice.objects.filter(user=world.cast["registrar"], kind="ledger").order_by("pk")
    assert list(notices.values_list("title", "url")) == [
        ("台账核对完毕:台账.xlsx", f"{START}{batch.pk}/"),
        ("台账导入完毕:台账.xlsx", f"{START}{batch.pk}/"),
    ]


def test_a_batch_whose_job_gave_up_is_free_again(client: Client, world: World) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    batch, at = latest(), timezone.now()
    ImportBatch.objects.filter(pk=batch.pk).update(status="importing")
    given_up = {"job": "ledger.import", "arguments": {"batch": batch.pk}, "queued_at": at, "not_before": at}
    OutboxItem.objects.create(**given_up, failed_at=at)
    text = client.get(f"{START}{batch.pk}/").content.decode()
    assert "后台处理多次失败,一行也没有导入。" in text
    assert latest().status == "checked"


def test_a_repeated_job_does_nothing(client: Client, world: World) -> None:
    upload(client, world, workbook([HEAD, plain_row(1)]).getvalue())
    batch = latest()
    client.post(f"{START}{batch.pk}/confirm/", {"mode": "good_rows"})
    batches.run_import(at=timezone.now(), batch=batch.pk, by=world.cast["registrar"].pk)
    batches.run_check(at=timezone.now(), batch=batch.pk)
    assert (MediaAccount.objects.count(), latest().rows.count(), latest().status) == (1, 1, "done")
