"""The pages of a period: one sequence with its next step, results with reasons, and nothing for those it is not for."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from assessments.actions.quarters import ask_units, hear_objections
from assessments.models import Entry, HandScore, Quarter, QuarterObjection, SchemeVersion, SelfScore, VetoRecord
from assessments.quarters.states import AppealState, QuarterState
from tests.papers import pdf

from .making import AFTER, county, entry, give
from .pages import october, signed_in

__all__ = ["october"]
pytestmark = pytest.mark.django_db
PDF = pdf()


def test_a_period_goes_from_opening_to_publishing_by_its_one_next_button() -> None:
    made = county()
    client = signed_in(made, "registrar")

    client.post("/assessments/open/", {"root": made.root.pk, "period": "2026q3", "token": str(uuid4())})
    for step, more in (
        ("self", {"due_on": "2026-10-12"}),
        ("review", {}),
        ("hear", {"due_on": "2026-10-15"}),
        ("settle", {}),
        ("close", {}),
        ("publish", {}),
    ):
        page = client.get("/assessments/2026Q3/")
        assert f"/assessments/2026Q3/step/{step}/?root={made.root.pk}" in page.content.decode()
        assert client.post(f"/assessments/2026Q3/step/{step}/", more).status_code == 302

    quarter = Quarter.objects.get()
    assert quarter.state == QuarterState.PUBLISHED
    assert "next-step" not in client.get("/assessments/2026Q3/").content.decode()


def test_locking_and_publishing_may_be_one_press() -> None:
    made = county()
    client = signed_in(made, "registrar")
    client.post("/assessments/open/", {"root": made.root.pk, "period": "2026Q3", "token": str(uuid4())})
    for step, more in (("skip", {}), ("hear", {"due_on": "2026-10-15"}), ("settle", {})):
        client.post(f"/assessments/2026Q3/step/{step}/", more)
    page = client.get("/assessments/2026Q3/").content.decode()

    answer = client.post("/assessments/2026Q3/step/close/", {"publish": "yes"}, follow=True).content.decode()

    quarter = Quarter.objects.get()
    assert ("close-publish" in page, "本期已锁定。结果已公布。" in answer) == (True, True)
    assert (quarter.state, quarter.closed_by, quarter.published_by) == (
        QuarterState.PUBLISHED, made.world.person("registrar"), made.world.person("registrar"),
    )  # fmt: skip


def test_a_refused_step_is_said_on_the_page() -> None:
    made = county()
    made.reviewed()

    answer = signed_in(made, "registrar").post("/assessments/2026Q3/step/hear/", {"due_on": "2026-10-01"})

    assert answer.status_code == 409
    assert "截止日期 2026-10-01 已经过去" in answer.content.decode()


def test_the_grid_stores_scores_and_names_what_is_faulty() -> None:
    made = county()
    quarter = made.reviewed()
    client, owner = signed_in(made, "registrar"), entry(quarter, made.world.owner)

    faulty = client.post("/assessments/2026Q3/scores/", {f"s-{owner.pk}-building": "101"})
    fine = client.post("/assessments/2026Q3/scores/", {f"s-{owner.pk}-building": "85.5"})

    assert (faulty.status_code, fine.status_code) == (422, 302)
    assert "应为 0 到 100" in faulty.content.decode()
    assert HandScore.objects.get().value == Decimal("85.50")


def test_the_workbook_of_scores_comes_back_and_faults_are_named_by_cell() -> None:
    made = county()
    made.reviewed()
    client = signed_in(made, "registrar")
    book = load_workbook(io.BytesIO(b"".join(client.get("/assessments/2026Q3/scores/sheet/").streaming_content)))
    page = book.active
    rows = {row[0].value: row for row in page.iter_rows(min_row=1) if row[0].value}

    rows[made.world.owner.code][2].value = 200
    refused = _send(client, book)
    rows[made.world.owner.code][2].value = 70
    taken = _send(client, book)

    cell = rows[made.world.owner.code][2].coordinate
    assert refused.status_code == 422
    assert f"{cell}：" in refused.content.decode()
    assert taken.status_code == 302
    assert HandScore.objects.get().value == 70


def _send(client: Client, book: Any) -> Any:
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("评分表.xlsx", out.getvalue())
    return client.post("/assessments/2026Q3/scores/import/", {"file": file})


def test_every_point_opens_to_its_article_and_its_rows() -> None:
    made = county()
    quarter = made.reviewed()
    owner = entry(quarter, made.world.foreign)

    unit = signed_in(made, "registrar").get(owner.get_absolute_url()).content.decode()
    card = signed_in(made, "registrar").get(f"/assessments/results/{owner.pk}/accounts/{made.accounts['b'].pk}/")

    text = card.content.decode()
    assert "账号（权重 100%）" in unit
    assert "每周更新（第十一条第1项）：7 ÷ 13，满分 30.00 分，得 16.15 分" in text
    assert f"/assessments/items/?account={made.accounts['b'].pk}&amp;since=2026-06-29&amp;until=2026-09-27" in text


def test_a_unit_assesses_itself_with_proof_and_submits_once() -> None:
    made = county()
    quarter = ask_units(made.open(), due_on=date(2026, 10, 12), by=made.world.person("registrar"), at=AFTER)
    own, client = entry(quarter, made.world.owner), signed_in(made, "operator")
    said = {"indicator": "building", "value": "90", "words": "示例", "proof": SimpleUploadedFile("证明.pdf", PDF)}

    client.post(f"/assessments/results/{own.pk}/self/", said)
    client.post(f"/assessments/results/{own.pk}/submit/", {"words": "示例总结"})
    again = client.post(f"/assessments/results/{own.pk}/submit/", {})

    row = SelfScore.objects.get()
    assert (row.value, row.proof_name) == (90, "证明.pdf")
    assert Entry.objects.get(pk=own.pk).words == "示例总结"
    assert again.status_code == 409
    assert client.get(f"/assessments/results/proofs/self/{row.pk}/").status_code == 200
    assert signed_in(made, "outsider").get(f"/assessments/results/proofs/self/{row.pk}/").status_code == 404


def test_an_objection_is_filed_upheld_with_a_new_score_and_told() -> None:
    made = county()
    quarter = made.reviewed()
    give(quarter, made.world, building=50)
    hear_objections(quarter, due_on=date(2026, 10, 15), by=made.world.person("registrar"), at=AFTER)
    own = entry(quarter, made.world.owner)

    sent = {"indicator": "building", "words": "栏目已经建成", "token": str(uuid4())}
    signed_in(made, "operator").post(f"/assessments/results/{own.pk}/object/", sent)
    objection = QuarterObjection.objects.get()
    answer = {"verdict": "uphold", "opinion": "经核实属实", "value": "100"}
    signed_in(made, "registrar").post(f"/assessments/results/objections/{objection.pk}/decide/", answer)

    objection.refresh_from_db()
    assert objection.state == AppealState.UPHELD
    assert (objection.before, objection.after) == (Decimal("80.0000"), Decimal("100.0000"))
    assert entry(quarter, made.world.owner).score == 100
    assert "经核实属实" in signed_in(made, "operator").get(objection.get_absolute_url()).content.decode()


def test_a_veto_of_the_county_fails_the_quarter_and_its_document_is_one_click_away() -> None:
    made = county()
    made.reviewed()
    client = signed_in(made, "registrar")
    told = {
        "unit": made.world.owner.code, "account": "", "code": "external_veto", "level": "local", "on": "2026-08-20",
        "document": "示例通报〔2026〕1号", "words": "示例", "token": str(uuid4()),
    }  # fmt: skip

    client.post("/assessments/vetoes/new/", told)
    client.post("/assessments/2026Q3/step/score/")

    own = entry(Quarter.objects.get(), made.world.owner)
    veto = VetoRecord.objects.get()
    assert (own.standing, own.score, own.band_label) == ("vetoed", None, "不合格")
    assert f"/assessments/vetoes/{veto.pk}/" in client.get(own.get_absolute_url()).content.decode()


def test_a_changed_scheme_is_tried_on_past_figures_and_touches_nothing() -> None:
    made = county()
    quarter = made.closed()
    client, before = signed_in(made, "registrar"), entry(quarter, made.world.foreign).digest
    text = quarter.scheme.content.replace("weight = 30", "weight = 20").replace("weight = 10\n", "weight = 20\n")

    page = client.post(f"/assessments/schemes/{quarter.scheme_id}/try/", {"content": text, "quarter": quarter.pk})

    assert page.status_code == 200
    assert "分值不同" in page.content.decode()
    assert entry(quarter, made.world.foreign).digest == before
    assert SchemeVersion.objects.count() == 1


def test_weight_for_followers_needs_a_confirmation_with_its_reason() -> None:
    made = county()
    quarter = made.reviewed()
    client = signed_in(made, "registrar")
    client.post(f"/assessments/schemes/{quarter.scheme_id}/draft/")
    draft = SchemeVersion.objects.get(state="draft")
    bare = quarter.scheme.content.replace('measure = "weeks_kept"', 'measure = "followers"').replace(
        'rule = { kind = "share" }', 'rule = { kind = "per_n", n = 100 }', 1
    )

    client.post(f"/assessments/schemes/{draft.pk}/edit/", {"content": bare, "seen": draft.digest})
    refused = client.post(f"/assessments/schemes/{draft.pk}/publish/")

    assert refused.status_code == 409
    assert "confirmation" in refused.content.decode()


def test_two_periods_are_compared_unit_by_unit() -> None:
    made = county()
    made.closed("2026Q2")
    made.reviewed("2026Q3")

    page = signed_in(made, "registrar").get("/assessments/2026Q3/compare/")

    assert "2026 年第三季度与2026 年第二季度比较" in page.content.decode()


def test_a_closed_period_is_computed_again_to_the_same_digest_on_demand() -> None:
    made = county()
    made.closed()

    page = signed_in(made, "registrar").post("/assessments/2026Q3/step/check/")

    assert "结果逐一相同" in page.content.decode()
    assert "与锁定时一致" in page.content.decode()
