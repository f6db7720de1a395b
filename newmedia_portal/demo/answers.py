"""Complete, plainly artificial answers to whatever an edition asks (演示填报内容)."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from filings.models import Filing
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.schema import FilingKind
from newmedia_portal.regimes.vocabulary import FIELDS

TEXTS: dict[str, str] = {
    "purpose": "发布本单位工作动态、办事指南和便民提示,回应群众关切。",
    "need": "现有渠道更新慢、互动少,群众获取信息不便,需要开设官方账号。",
    "meeting_need": "会议认为开设账号确有必要,人员和内容有保障,可行。",
    "meeting_operation": "由办公室统一运营,实行分级审核、先审后发。",
    "meeting_risk": "已梳理评论区和转载风险,明确值班和处置流程。",
    "change_reason": "因岗位调整,更新账号登记事项。",
    "close_reason": "职能调整,账号内容并入本单位主账号。",
    "filing_reason": "该账号在制度施行前已经开设,现补报。",
    "unit_decision": "经研究,同意办理。",
    "approver_name": "周某一",
    "approver_post": "局长",
    "managing_department": "办公室",
    "proposer": "办公室",
    "host_unit": "办公室",
    "maintenance_mode": "自行运维",
    "update_promise": "按制度要求更新",
    "staff_person": "李某一",
    "staff_post": "新闻发言人",
    "group_owner": "王某一",
    "contact_name": "李某一",
    "contact_phone": "0000-0000009",
    "certification_papers": "单位证明材料",
    "announcement_link": "https://example.com/notice",
    "link": "https://example.com/account",
    "website_column": "https://example.com/column",
}
CHOICES = {"registrant": "organisation", "account_class": "gov", "subject_kind": "unit", "group_term": "long"}


def answers_for(filing: Filing, *, name: str, handle: str, event: date) -> dict[str, Any]:
    """Return an answer to every question of the form, with `event` as the day it all counts from."""
    kind = kind_of(filing)
    made = {use.code: _answer(use.code, filing, kind, event) for use in kind.fields if use.code != "team"}
    own = {"name": name, "platform_id": handle, "registrant_name": filing.unit.name}
    own["certification_subject"] = filing.unit.name
    return {code: own.get(code, value) for code, value in made.items() if own.get(code, value) is not None}


def people_for(filing: Filing) -> list[dict[str, Any]]:
    """Return the people that the draft holds, filled up to the counts of the edition."""
    kind, team = kind_of(filing), list(filing.team)
    for need in filing.edition.edition.requirements(kind.roles, filing.unit.kind):
        present = sum(member["role"] == need.role for member in team)
        team += [_person(need.role, len(team) + n) for n in range(max(0, need.min - present))]
    return team


def papers_for(filing: Filing) -> list[tuple[str, SimpleUploadedFile]]:
    """Return a small file for every required paper."""
    return [
        (use.code, SimpleUploadedFile(f"{use.text}(演示).pdf", pdf(use.code)))
        for use in kind_of(filing).papers
        if use.required
    ]


def kind_of(filing: Filing) -> FilingKind:
    """Return the kind of a filing in its edition."""
    return filing.edition.edition.filing_kind(filing.kind, filing.variant)


def pdf(text: str) -> bytes:
    """Return a valid one-page document that says `text` (ASCII)."""
    stream = f"BT /F1 18 Tf 72 760 Td ({text}) Tj ET".encode("ascii", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def _answer(code: str, filing: Filing, kind: FilingKind, event: date) -> Any:
    spec = FIELDS[code]
    if code == "opened_on" and kind.mode == "approve_before":
        return None
    if spec.type == "date":
        return _day(code, event).isoformat()
    if code == "platform":
        return filing.data.get("platform") or filing.edition.edition.platform_codes()[0]
    if code == "account_kind":
        kinds = kind.account_kinds or tuple(item.code for item in filing.edition.edition.account_kinds)
        return filing.data.get("account_kind") or kinds[0]
    if code == "account_class" and kind.account_classes:
        return kind.account_classes[0]
    if code == "exception_reason":
        return "面向不同服务对象,分开运营。" if filing.edition.edition.names.one_per_platform else None
    if code in ("kept_account", "merged_accounts", "platform_other", "avatar", "qr_code"):
        return filing.data.get(code)
    if code in filing.data and filing.data[code] not in ("", None):
        return filing.data[code]
    by_type = {"bool": True, "multi": ["publicity", "service"], "number": 30, "text": "示例", "long": "示例内容。"}
    return TEXTS.get(code) or CHOICES.get(code) or by_type.get(spec.type)


def _day(code: str, event: date) -> date:
    """Return a day that fits the order of things: meeting, approval, announcement, event."""
    before = {"meeting_on": 6, "approved_on": 4, "unit_consent_on": 4, "announced_on": 2}
    if code.endswith("_expires_on"):
        return event + timedelta(days=700)
    if code == "planned_on":
        return working_days.current().add_workdays(event, 20)
    return event - timedelta(days=before.get(code, 0))


def _person(role: str, number: int) -> dict[str, Any]:
    mobile = seal(f"1390000{number:04d}")
    return {
        "role": role,
        "name": f"陈某{'一二三四五六七八九十'[number % 10]}",
        "title": "工作人员",
        "office_phone": f"0000-{9000 + number:07d}",
        "mobile_sealed": mobile,
        "email": "",
    }
