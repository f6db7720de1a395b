"""Pages of inspections and rectification: what they show to whom, how many statements they take, what they refuse."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import inspections as actions
from assessments.actions import rectification
from assessments.inspecting.reading import compare, failing_rows, findings_between, sampling_of, summary_by, total_of
from assessments.inspecting.states import FindingState, Outcome
from assessments.models import Campaign, EvidenceFile, Finding, Inspected, RectificationNotice
from tests.world import NOON, build

from .making import PNG, answers_of, failed, fine, inspector_of, known, prepared, row_of, second_of, started, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build("taibai")


def get(client, world, role, name, *args, **params):
    client.force_login(world.person(role))
    return client.get(reverse(name, args=args), params)


def send(client, user, route, *args, **data):
    client.force_login(user)
    return client.post(reverse(route, args=args), data)


@pytest.mark.parametrize("name", ["inspections", "findings", "notices", "watch-list", "my-checks"])
@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_the_same_statements_for_one_row_and_three(client, world, name, number):
    by = world.person("registrar")
    for index in range(number):
        one = known(world, f"示例{index}")
        found = rectification.Found("advertising", "有广告", NOON)
        finding = rectification.enter_finding(one, found, by=by, at=NOON)
        rectification.notify_unit([finding], by=by, at=NOON)
        rectification.list_account(one, reason="多次出现", by=by, at=NOON)
        prepared(world, name=f"专项{index}", kind="spot", period="", inspectors=(by,))
    actions.start(Campaign.objects.first(), by=by, at=NOON)
    client.force_login(world.person("registrar"))
    url = reverse(f"assessments:{name}")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(url)
    assert answer.status_code == 200
    assert len(seen) <= 10


def test_the_unit_sees_its_result_only_in_a_closed_campaign(client, world):
    finding = told(world)
    row = finding.inspected
    assert get(client, world, "operator", "assessments:inspected", row.pk).status_code == 404
    by = world.person("registrar")
    actions.review(finding.campaign, by=by, at=NOON)
    actions.close(finding.campaign, by=by, at=NOON)
    page = get(client, world, "operator", "assessments:inspected", row.pk)
    assert "不合格" in page.content.decode()
    assert get(client, world, "outsider", "assessments:inspected", row.pk).status_code == 404
    assert get(client, world, "operator", "assessments:inspection", row.campaign_id).status_code == 404


def test_an_inspector_answers_with_a_screenshot_and_finishes(client, world):
    one = known(world, "示例账号")
    row = row_of(started(world), one)
    by = inspector_of(row)
    data = {f"{code}-outcome": "fine" for code, answer in answers_of(row).items() if not answer.suggested}
    data |= {f"{code}-outcome": answer.suggested for code, answer in answers_of(row).items() if answer.suggested}
    data |= {f"{code}-words": answer.words for code, answer in answers_of(row).items()}
    data |= {"interaction-outcome": "problem", "interaction-words": "评论区关闭", "do": "finish"}
    refused = send(client, by, "assessments:inspected", row.pk, **data)
    assert refused.status_code == 409
    assert "作为证据" in refused.content.decode()
    data["interaction-files"] = SimpleUploadedFile("截图.png", PNG, content_type="image/png")
    assert send(client, by, "assessments:inspected", row.pk, **data).status_code == 302
    row = Inspected.objects.get(pk=row.pk)
    assert (row.verdict, row.state) == ("failed", "second")
    assert answers_of(row)["interaction"].outcome == Outcome.PROBLEM
    assert send(client, second_of(row), "assessments:inspected-agree", row.pk).status_code == 302
    assert Finding.objects.filter(inspected=row, is_veto=True).count() == 1


def test_a_file_that_is_no_picture_is_refused_by_its_content(client, world):
    one = known(world, "示例账号")
    row = row_of(started(world), one)
    wrong = SimpleUploadedFile("截图.png", b"<script>alert(1)</script>", content_type="image/png")
    data = {"serious-outcome": "fine", "serious-files": wrong, "do": "save"}
    answer = send(client, inspector_of(row), "assessments:inspected", row.pk, **data)
    assert answer.status_code == 409
    assert not EvidenceFile.objects.exists()


def test_evidence_is_a_download_for_those_who_see_what_it_proves(client, world):
    told(world)
    file = EvidenceFile.objects.first()
    for role in ("registrar", "observer", "operator"):
        answer = get(client, world, role, "assessments:evidence", file.pk)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
    assert get(client, world, "outsider", "assessments:evidence", file.pk).status_code == 404


@pytest.mark.clause("S3-21")
def test_the_notice_is_a_paper_in_three_layers(client, world):
    told(world)
    notice = RectificationNotice.objects.get()
    page = get(client, world, "operator", "assessments:notice", notice.pk).content.decode()
    assert "关于限期整改政务新媒体问题的通知" in page
    assert "2026年10月9日" in page
    word = get(client, world, "operator", "assessments:notice", notice.pk, **{"as": "docx"})
    text = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "未提供有效互动功能" in text
    assert get(client, world, "outsider", "assessments:notice", notice.pk).status_code == 404


def test_a_campaign_is_prepared_drawn_and_summed_up_on_its_pages(client, world):
    one = known(world, "示例账号")
    by = world.person("registrar")
    data = {
        "name": "专项检查", "kind": "spot", "period": "", "window_start": "2026-09-01", "window_end": "2099-01-01",
        "percent": "100", "second_percent": "0", "rectify_number": "10", "rectify_unit": "wd", "objection_days": "5",
        "repeat_months": "12", "inspectors": [world.cast["registrar"].pk, world.cast["director"].pk],
    }  # fmt: skip
    assert send(client, by, "assessments:inspection-new", **data).status_code == 302
    campaign = Campaign.objects.get()
    assert get(client, world, "registrar", "assessments:inspection-items", campaign.pk).status_code == 200
    assert get(client, world, "registrar", "assessments:inspection-edit", campaign.pk).status_code == 200
    assert send(client, by, "assessments:inspection-start", campaign.pk).status_code == 302
    assert campaign.accounts.get().account == one
    assert get(client, world, "registrar", "assessments:inspection-draw", campaign.pk).status_code == 200
    assert send(client, by, "assessments:inspection-review", campaign.pk).status_code == 409
    fine(campaign.accounts.select_related("campaign", "platform").get())
    assert send(client, by, "assessments:inspection-review", campaign.pk).status_code == 302
    page = get(client, world, "registrar", "assessments:inspection", campaign.pk).content.decode()
    assert "100%（1/1）" in page
    assert get(client, world, "operator", "assessments:inspection", campaign.pk).status_code == 404


def test_the_items_are_changed_on_their_page(client, world):
    campaign = prepared(world)
    rows = campaign.template
    data = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        fields = ("code", "source", "label", "kind", "problem", "article", "points", "cap", "days", "hint")
        data |= {f"items-{number}-{name}": row[name] for name in fields}
        if row["code"] != "unrelated":
            data[f"items-{number}-keep"] = "on"
    data["items-0-label"] = "严重问题"
    answer = send(client, world.person("registrar"), "assessments:inspection-items", campaign.pk, **data)
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert campaign.template[0]["label"] == "严重问题"
    assert "unrelated" not in [row["code"] for row in campaign.template]
    assert campaign.template[1]["days"] == 14


def test_the_finding_page_offers_each_step_to_who_may_take_it(client, world):
    finding = told(world)
    page = get(client, world, "operator", "assessments:finding", finding.pk).content.decode()
    assert 'data-testid="prove"' in page
    assert 'data-testid="recheck"' not in page
    page = get(client, world, "registrar", "assessments:finding", finding.pk).content.decode()
    assert 'data-testid="prove"' not in page
    assert 'data-testid="recheck"' in page
    assert get(client, world, "outsider", "assessments:finding", finding.pk).status_code == 404
    page = get(client, world, "observer", "assessments:finding", finding.pk).content.decode()
    assert "现在没有需要您办理的" in page


def test_cards_show_what_waits_for_inspector_unit_and_department(client, world):
    finding = failed(world)
    client.force_login(world.person("registrar"))
    assert "未提供有效互动功能" in client.get("/").content.decode()
    rectification.notify_unit([finding], by=world.person("registrar"), at=NOON)
    client.force_login(world.person("operator"))
    assert "待整改的问题" in client.get("/").content.decode()
    assert "待整改的问题" in client.get("/todo/").content.decode()


@pytest.mark.clause("S3-21")
def test_rates_come_with_their_fraction_by_level_and_platform(world):
    finding = failed(world)
    campaign = finding.campaign
    assert total_of(campaign).rate.text == "0%（0/1）"
    assert [(one.label, one.rate) for one in summary_by(campaign, "owner_level")] == [("县区", (0, 1))]
    assert [one.label for one in summary_by(campaign, "platform")] == ["微博"]
    assert sampling_of(campaign).text == "100%（1/1）"
    row = failing_rows(campaign)[0]
    assert (row.name, row.vetoes, row.recheck, row.due_on) == ("示例不合格", "互动回应差", "待通知", None)
    assert "截图.png" in row.evidence
    assert list(findings_between(world.root, NOON.date(), NOON.date())) == [finding]
    assert list(findings_between([world.foreign], NOON.date(), NOON.date())) == []


def test_a_campaign_is_compared_with_an_earlier_one(world):
    finding = failed(world)
    earlier = finding.campaign
    Campaign.objects.filter(pk=earlier.pk).update(period="2026Q2")
    later = started(world, name="下一次")
    fine(row_of(later, finding.account))
    found = compare(later, earlier)
    assert (found.change, found.mended) == ("上升 100 个百分点", ("示例不合格",))
    assert Finding.objects.filter(state=FindingState.OPEN).count() == 1


def test_only_those_who_enter_accounts_are_led_to_taking_them_off_the_watch_list(client, world):
    entry = rectification.list_account(known(world, "示例"), reason="多次出现", by=world.person("registrar"), at=NOON)
    address = reverse("assessments:watch-list-leave", args=[entry.pk])

    shown = {role: address in get(client, world, role, "assessments:watch-list").content.decode()
             for role in ("registrar", "observer")}  # fmt: skip

    assert shown == {"registrar": True, "observer": False}


def test_a_unit_is_not_led_from_its_check_to_the_accounts_of_all(client, world):
    one, campaign = known(world, "示例"), prepared(world)
    actions.start(campaign, by=world.person("registrar"), at=NOON)
    row = row_of(campaign, one)
    address = reverse("assessments:inspection-accounts", args=[campaign.pk])

    shown = {role: address in get(client, world, role, "assessments:inspected", row.pk).content.decode()
             for role in ("registrar", "operator")}  # fmt: skip

    assert shown == {"registrar": True, "operator": False}
