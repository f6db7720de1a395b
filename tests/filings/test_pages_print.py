"""Paper: the printed form of every edition, the record of all answers, the public check of a certificate."""

import re
from typing import Any

import pytest
from django.test import Client

from filings.models import Filing
from newmedia_portal.regimes.schema import PrintForm
from tests.filings.making import approved, draft, submitted
from tests.filings.pages import client_of, words
from tests.world import World, build

pytestmark = pytest.mark.django_db
TICKED, OPEN = "[已选]", "[未选]"
REGIMES = ["soe", "corp", "gejiu", "taibai", "jiusan"]


def form_of(filing: Filing) -> PrintForm:
    edition = filing.edition.edition
    return edition.print_form(edition.filing_kind(filing.kind, filing.variant).print_form)


def paper(world: World, filing: Filing, role: str = "operator") -> str:
    return client_of(world.person(role)).get(f"/filings/{filing.pk}/print/").content.decode()


def told(sheet: str) -> str:
    """Return the text of a sheet as it is read out, boxes too."""
    boxes = re.sub(r'<span class="paper-tick" role="img" aria-label="(..)"></span>', r"[\1]", sheet)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", boxes))


def sheets(html: str) -> list[str]:
    return re.findall(r'<article class="paper .*?</article>', html, re.DOTALL)


@pytest.mark.parametrize("regime", REGIMES)
def test_every_row_box_and_remark_of_the_form_is_printed_in_its_order(regime: str) -> None:
    world = build(regime)
    filing = submitted(world)
    form = form_of(filing)
    sheet = sheets(paper(world, filing))[0]
    labels = [row.label for row in form.rows] + [box.label for box in form.boxes] + list(form.remarks)
    places = [sheet.find(label) for label in labels]
    assert form.title in sheet
    assert -1 not in places
    assert places == sorted(places)


CORP_ROWS = [
    ("S1-F01", "创建单位"),
    ("S1-F02", "创建时间"),
    ("S1-F03", "新媒体平台"),
    ("S1-F04", "账号名称"),
    ("S1-F05", "账号ID"),
    ("S1-F06", "媒体链接地址或服务号"),
    ("S1-F07", "是否认证"),
    ("S1-F08", "认证需要文件"),
    ("S1-F09", "内容范围"),
    ("S1-F10", "主管领导"),
    ("S1-F11", "办公电话"),
    ("S1-F12", "手机号码"),
    ("S1-F13", "管理员信息"),
    ("S1-F14", "办公电话"),
    ("S1-F15", "手机号码"),
    ("S1-F16", "电子邮箱"),
    ("S1-F17", "主办单位意见"),
    ("S1-F18", "公司宣传部意见"),
    ("S1-F20", "人人网"),
    ("S1-F21", "5个工作日内以书面形式报宣传部备案"),
    ("S1-F22", "宣传部联系人"),
]


@pytest.fixture(scope="module")
def corp_sheet(django_db_setup: Any, django_db_blocker: Any) -> str:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        world = build("corp")
        sheet = sheets(paper(world, submitted(world, planned_on="2026-09-20")))[0]
        transaction.set_rollback(True)
    return sheet


@pytest.mark.parametrize("label", [pytest.param(row, marks=pytest.mark.clause(clause)) for clause, row in CORP_ROWS])
def test_the_company_form_has_each_line_of_the_annex(corp_sheet: str, label: str) -> None:
    assert f">{label}<" in corp_sheet or label in corp_sheet.split("备注：")[1]


def test_the_company_form_is_filled_from_the_answers(corp_sheet: str) -> None:
    said = told(corp_sheet)
    for text in (
        "创建单位 示例corp文旅局",
        "创建时间 2026-09-20",
        TICKED + "官方微信",
        "账号ID shili_wenlv",
        "是否认证 是",
    ):
        assert text in said


@pytest.mark.clause("S1-F19", "S1-5.1")
def test_the_company_form_comes_in_two_copies_each_with_its_keeper() -> None:
    world = build("corp")
    printed = [sheet for sheet in sheets(paper(world, submitted(world))) if "公司新媒体建设备案登记表" in sheet]
    assert len(printed) == 2
    assert "公司宣传部留存" in printed[0]
    assert "主办单位留存" in printed[1]


@pytest.mark.clause("S3-06.1")
def test_the_county_form_has_its_four_facts_its_people_and_a_box_for_signature_and_seal() -> None:
    world = build("taibai")
    filing = submitted(world)
    sheet = sheets(paper(world, filing))[0]
    assert "政务新媒体建设备案表" in sheet
    for label in ("主办单位", "委托", "平台", "主管领导", "运维人员"):
        assert label in sheet
    box = form_of(filing).boxes[0]
    assert f"{box.signature}：" in sheet
    assert f"（{box.seal}）" in sheet


def test_opinion_signer_and_day_fill_the_boxes_once_decided() -> None:
    world = build("corp")
    filing = submitted(world)
    before = sheets(paper(world, filing))[0]
    world.decide(filing, "approve", opinion="同意开设")
    after = sheets(paper(world, filing))[0]
    assert "同意开设" not in before
    assert "同意开设" in after
    assert f"负责人签字：{world.person('chief').full_name}" in after
    assert "2026年9月18日" in after


def test_a_consent_without_words_is_printed_as_consent() -> None:
    world = build("corp")
    filing = submitted(world)
    assert "同意。" not in sheets(paper(world, filing))[0]
    world.decide(filing, "approve", opinion="")
    assert '<div class="paper-opinion">同意。</div>' in sheets(paper(world, filing))[0]


@pytest.mark.parametrize("regime", REGIMES)
def test_the_record_shows_every_question_and_says_what_was_skipped(regime: str) -> None:
    world = build(regime)
    filing = submitted(world, purpose="示例内容", remark="")
    record = sheets(paper(world, filing))[-1]
    kind = filing.edition.edition.filing_kind(filing.kind, filing.variant)
    for use in kind.fields:
        if use.code not in ("team", "avatar", "qr_code"):
            assert f'<th scope="row">{use.text}</th>' in record
    skipped = [
        use for use in kind.fields if not filing.data.get(use.code) and use.code not in ("team", "avatar", "qr_code")
    ]
    assert record.count("未填写") + record.count("不适用") >= len(skipped)


def test_numbers_are_masked_on_paper_for_everybody() -> None:
    world = build("corp")
    filing = draft(world)
    by = world.person("operator")
    from filings import actions
    from newmedia_portal.core.access.secrets import seal

    team = [{**member, "mobile_sealed": seal("13800000009")} for member in filing.team]
    actions.save_task(filing, answers={}, team=team, version=filing.version, by=by, at=filing.saved_at)
    html = paper(world, filing)
    assert "138****0009" in html
    assert "13800000009" not in html


def test_a_draft_prints_without_a_number_and_says_so() -> None:
    world = build("gejiu")
    assert "（草稿）" in paper(world, draft(world))


def test_the_print_of_a_certificate_carries_its_number_code_and_picture() -> None:
    world = build("gejiu")
    filing = approved(world)
    html = paper(world, filing)
    assert filing.certificate.number in html
    assert filing.certificate.check_code in html
    assert 'alt="核验二维码"' in html


def ask(number: str, code: str) -> Any:
    return Client().get("/verify/", {"number": number, "code": code})


def test_a_genuine_certificate_is_confirmed_to_anybody_without_personal_data() -> None:
    certificate = approved(build("gejiu")).certificate
    page = ask(certificate.number, certificate.check_code.lower())
    assert "凭证真实" in words(page)
    assert certificate.account.name in words(page)
    assert "张某" not in words(page)
    assert "138" not in words(page)


def test_a_wrong_number_and_a_wrong_code_are_answered_alike() -> None:
    certificate = approved(build("gejiu")).certificate
    wrong_code, wrong_number = ask(certificate.number, "ABCDEFGHJK"), ask("GJ备2026-9999", certificate.check_code)
    said = [
        words(page).split("备案凭证核验")[-1].replace(certificate.number, "") for page in (wrong_code, wrong_number)
    ]
    assert all("没有查到这张凭证" in words(page) for page in (wrong_code, wrong_number))
    assert said[0][:60] == said[1][:60]


@pytest.mark.parametrize(("number", "code"), [("", "A"), ("A", ""), ("\x00", "A"), ("x" * 500, "A"), ("A", "密" * 20)])
def test_odd_questions_are_answered_and_never_confirmed(number: str, code: str) -> None:
    page = ask(number, code)
    assert page.status_code == 200
    assert "凭证真实" not in words(page)


@pytest.mark.clause("S1-F03")
def test_a_platform_that_the_form_does_not_list_is_ticked_under_other_with_its_name() -> None:
    world = build("corp")
    sheet = sheets(paper(world, submitted(world, platform="other", platform_other="示例平台")))[0]
    assert TICKED + "其他（示例平台）" in told(sheet)
    assert OPEN + "官方微信" in told(sheet)


def test_rows_of_other_kinds_of_filing_are_struck_and_not_called_missing() -> None:
    world = build("corp")
    sheet = told(sheets(paper(world, submitted(world, link="")))[0])
    assert "关闭情况 / " in sheet
    assert "媒体链接地址或服务号 未填写 " in sheet


@pytest.mark.clause("S1-F22")
def test_the_contact_of_the_authority_is_printed_where_the_form_leaves_room() -> None:
    world = build("corp")
    filing = submitted(world)
    world.authority.contact_phone = "0000-0000001"
    world.authority.save()
    assert re.search(r"宣传部联系人[:：]0000-0000001", sheets(paper(world, filing))[0])
