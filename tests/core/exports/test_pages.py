"""The pages of the download centre: one's own exports and nothing else."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.exports.states import ExportState

from . import making
from .making import asked, files_of, furnished, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(making.URLS)]


def signed_in(user) -> Client:
    """Return a client of the person."""
    client = Client()
    client.force_login(user)
    return client


def test_a_long_list_goes_to_the_download_centre_and_a_short_one_at_once():
    owner, other, _ = furnished()
    short = signed_in(other).get("/sample/?export=xlsx")
    assert short["Content-Type"].startswith("application/vnd.openxmlformats")

    answer = signed_in(owner).get("/sample/?export=xlsx&sort=-name")

    export = Export.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/exports/{export.pk}/")
    assert export.params == {"path": "/sample/", "query": "sort=-name", "columns": ["name", "code"]}
    worked()
    file = signed_in(owner).get(f"/exports/{export.pk}/download/")
    rows = list(load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0].values)[2:]
    assert [row[0] for row in rows] == ["示例局1", "示例局0", "示例县"]


def test_the_chosen_columns_of_the_session_are_those_of_the_file():
    owner, _, _ = furnished()
    client = signed_in(owner)
    client.post("/sample/", {"columns": ["kind"]})
    client.get("/sample/?export=xlsx")
    assert Export.objects.get().params["columns"] == ["name", "kind"]


@pytest.mark.parametrize("what", ["", "progress/", "download/", "cancel/", "again/", "schedule/"])
def test_anothers_export_is_not_found(what):
    owner, other, _ = furnished()
    export = asked(owner)
    worked()
    address = f"/exports/{export.pk}/{what}"
    client = signed_in(other)
    answer = client.post(address) if what in ("cancel/", "again/") else client.get(address)
    missing = client.get("/exports/999999/")
    assert (answer.status_code, missing.status_code) == (404, 404)
    export.refresh_from_db()
    assert (export.state, export.downloads) == (ExportState.READY, 0)


def test_the_page_follows_the_work_and_then_offers_the_file():
    owner, _, _ = furnished()
    client, export = signed_in(owner), asked(owner)
    waiting = client.get(f"/exports/{export.pk}/").content.decode()
    assert "排队中：前面的任务完成后自动开始。" in waiting
    assert 'data-testid="download"' not in waiting
    assert "HX-Redirect" not in client.get(f"/exports/{export.pk}/progress/")

    worked()

    assert client.get(f"/exports/{export.pk}/progress/")["HX-Redirect"] == f"/exports/{export.pk}/"
    assert 'data-testid="download"' in client.get(f"/exports/{export.pk}/").content.decode()


def test_a_download_of_a_file_that_is_not_there_leads_back_with_the_remedy():
    owner, _, _ = furnished()
    export = asked(owner)
    answer = signed_in(owner).get(f"/exports/{export.pk}/download/", follow=True)
    assert "文件还没有生成，或者已经过期。可以在本页重新生成。" in answer.content.decode()


def test_cancelling_and_asking_again_from_the_page():
    owner, _, _ = furnished()
    client, export = signed_in(owner), asked(owner)
    client.post(f"/exports/{export.pk}/cancel/")
    export.refresh_from_db()
    assert export.state == ExportState.CANCELLED
    client.post(f"/exports/{export.pk}/again/")
    worked()
    assert files_of(export) == ["1.xlsx"]


@pytest.mark.parametrize("address", ["/exports/", "/exports/schedules/"])
def test_lists_cost_the_same_for_one_row_and_for_three(address):
    owner, _, _ = furnished()
    client, counts = signed_in(owner), []
    client.get(address)
    for number in range(3):
        asked(owner, params={**making.LIST, "query": f"q={number}"})
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 10
