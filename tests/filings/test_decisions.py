"""Decisions: who may, who may not, what each leaves behind."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions.platforms import seed_platforms
from filings import actions
from filings.checks import checks_of, known_checks
from filings.compare import differences
from filings.models import Filing
from filings.states import FilingState
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.regimes.vocabulary import CHECKS
from tests.filings.making import draft, submitted, upload
from tests.world import NOON, build, user

pytestmark = pytest.mark.django_db


def waiting(filing: Filing) -> int:
    run = chain.open_run_of(filing)
    return chain.current_step(run).pk


@pytest.mark.parametrize("role", ["operator", "head", "deputy", "editor", "registrar", "observer", "outsider", "child"])
def test_only_the_holder_of_the_step_decides(role):
    world = build("soe")
    filing = submitted(world)
    with pytest.raises(Forbidden):
        actions.decide(filing, step_id=waiting(filing), verb="approve", by=world.person(role), at=NOON)
    filing.refresh_from_db()
    assert filing.state == FilingState.UNIT


def test_nobody_approves_what_they_handed_in():
    world = build("soe")
    both = world.person("operator")
    both.posts.create(unit=world.owner, role="chief", since=NOON.date())
    filing = submitted(world)
    with pytest.raises(Forbidden, match="自己"):
        actions.decide(filing, step_id=waiting(filing), verb="approve", by=world.person("operator"), at=NOON)


def test_the_second_of_two_deciders_is_told_who_was_first():
    world = build("soe")
    filing = submitted(world)
    step = waiting(filing)
    actions.decide(filing, step_id=step, verb="approve", by=world.person("chief"), at=NOON, opinion="同意")
    with pytest.raises(Conflict, match="已于"):
        actions.decide(filing, step_id=step, verb="return", by=world.person("chief"), at=NOON, opinion="再看")
    assert Decision.objects.filter(step_id=step).count() == 1


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_a_return_or_refusal_needs_a_reason(verb):
    world = build("soe")
    filing = submitted(world)
    with pytest.raises(Refused) as refused:
        actions.decide(filing, step_id=waiting(filing), verb=verb, by=world.person("chief"), at=NOON, opinion="  ")
    assert refused.value.field == "opinion"


def test_a_returned_filing_comes_back_with_its_differences():
    world = build("soe")
    filing = submitted(world)
    filing = world.decide(filing, "return", opinion="名称有误")
    by = world.person("operator")
    filing = actions.save_task(filing, answers={"name": "示例正名"}, team=None, version=filing.version, by=by, at=NOON)
    filing = actions.submit(filing, version=filing.version, by=by, at=NOON)
    older, newer = filing.submissions.order_by("number")
    assert [(d.code, d.old, d.new) for d in differences(older, newer)] == [("name", "示例文旅发布", "示例正名")]
    assert filing.state == FilingState.UNIT
    assert filing.number.startswith("SOE-2026-")


def test_a_refused_filing_is_over_and_issues_nothing():
    world = build("soe")
    filing = submitted(world)
    filing = world.decide(filing, "reject", opinion="与职能无关")
    assert filing.state == FilingState.REJECTED
    assert filing.account_id is None
    with pytest.raises(Conflict):
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)


def test_the_owner_may_withdraw_until_the_first_decision():
    world = build("soe")
    filing = submitted(world)
    filing = actions.withdraw(filing, reason="要改名称", by=world.person("operator"), at=NOON)
    assert filing.state == FilingState.WITHDRAWN
    filing = actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    world.decide(filing, "approve", opinion="同意")
    with pytest.raises(Conflict, match="不能再撤回"):
        actions.withdraw(filing, reason="再改", by=world.person("operator"), at=NOON)


def test_a_step_handed_over_waits_for_that_person_alone():
    world = build("soe")
    second = user("soe-registrar2", world.authority, "registrar")
    filing = world.decide(submitted(world), "approve", opinion="同意")
    step = waiting(filing)
    actions.transfer(filing, step_id=step, to=second, reason="请您办理", by=world.person("registrar"), at=NOON)
    with pytest.raises(Forbidden):
        actions.decide(filing, step_id=step, verb="approve", by=world.person("registrar"), at=NOON)
    filing = actions.decide(filing, step_id=step, verb="approve", by=second, at=NOON, opinion="同意")
    assert chain.current_step(chain.open_run_of(filing)).role == "director"


def test_a_step_is_handed_over_only_to_a_holder_of_the_same_post():
    world = build("soe")
    filing = world.decide(submitted(world), "approve", opinion="同意")
    with pytest.raises(Refused):
        actions.transfer(
            filing,
            step_id=waiting(filing),
            to=world.person("director"),
            reason="",
            by=world.person("registrar"),
            at=NOON,
        )


def test_urging_reminds_the_holder_and_not_twice_a_day():
    world = build("soe")
    filing = submitted(world)
    actions.urge(filing, by=world.person("operator"), at=NOON)
    with pytest.raises(Refused, match="24 小时"):
        actions.urge(filing, by=world.person("operator"), at=NOON + timedelta(hours=2))
    actions.urge(filing, by=world.person("operator"), at=NOON + timedelta(hours=25))
    assert Notice.objects.filter(user=world.cast["chief"], kind="filing.urged").count() == 2


def test_a_step_without_a_holder_is_told_to_the_authority():
    world = build("soe")
    world.cast["chief"].posts.update(until=NOON.date())
    submitted(world)
    assert Notice.objects.filter(user=world.cast["registrar"], kind="filing.stuck").count() == 1


def test_every_check_of_the_vocabulary_has_a_function_behind_it():
    assert known_checks() == frozenset(CHECKS)


@pytest.mark.parametrize("regime", ["soe", "corp", "gejiu", "taibai", "jiusan"])
def test_a_complete_opening_fails_no_check(regime):
    assert [c.label for c in checks_of(submitted(build(regime))) if c.status == "fail"] == []


@pytest.mark.clause("S2-05.1a")
def test_a_meeting_without_its_three_topics_cannot_be_handed_in():
    world = build("gejiu")
    filing = draft(world, meeting_risk="")
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    assert [problem.field for problem in refused.value.problems] == ["meeting_risk"]
    assert next(c.status for c in checks_of(filing) if c.code == "meeting_topics") == "fail"


@pytest.mark.clause("S2-05.1b")
@pytest.mark.parametrize(
    ("met", "approved", "opened", "status"),
    [
        ("2026-09-20", "2026-09-21", "2026-09-22", "ok"),
        ("2026-09-21", "2026-09-20", "2026-09-22", "look"),
        ("2026-09-23", "2026-09-21", "2026-09-22", "fail"),
    ],
)
def test_a_meeting_after_the_approval_or_the_opening_is_pointed_out(met, approved, opened, status):
    filing = draft(build("gejiu"), meeting_on=met, approved_on=approved, opened_on=opened)
    assert next(c.status for c in checks_of(filing) if c.code == "meeting_topics") == status


@pytest.mark.parametrize(
    ("platform", "link", "detail"),
    [
        (
            "weibo",
            "https://mp.weixin.qq.com/mp/profile_ext?__biz=MzAwMDAwMDAwMQ==&scene=124",
            "填的是微博，链接看上去属于微信订阅号，请核对。",
        ),
        ("wechat_service", "https://mp.weixin.qq.com/mp/profile_ext?__biz=MzAwMDAwMDAwMQ==&scene=124", ""),
        ("weibo", "https://www.example.gov.cn/news", ""),
    ],
)
def test_a_link_of_another_platform_is_pointed_out(platform, link, detail):
    seed_platforms(by=None, at=NOON)
    filing = draft(build("gejiu"), platform=platform, link=link)
    assert next(c.detail for c in checks_of(filing) if c.code == "platform_approved") == detail


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param("meeting_minutes", marks=pytest.mark.clause("S2-05.1a")),
        pytest.param("review_rules", marks=pytest.mark.clause("S2-05.5")),
        pytest.param("security_measures", marks=pytest.mark.clause("S2-05.5")),
    ],
)
def test_a_missing_paper_is_named(paper):
    world = build("gejiu")
    filing = draft(world)
    actions.remove_paper(filing.attachments.get(paper=paper), by=world.person("operator"), at=NOON)
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    assert [problem.field for problem in refused.value.problems] == [paper]


@pytest.mark.parametrize(
    ("regime", "role"),
    [
        pytest.param("soe", "keeper", marks=pytest.mark.clause("S0-18")),
        pytest.param("corp", "manager", marks=pytest.mark.clause("S1-3.1.1b")),
        pytest.param("gejiu", "editor", marks=pytest.mark.clause("S2-06")),
        pytest.param("gejiu", "staff", marks=pytest.mark.clause("S2-05.5")),
        pytest.param("taibai", "manager", marks=pytest.mark.clause("S3-10")),
    ],
)
def test_a_missing_role_is_named_with_its_article(regime, role):
    world = build(regime)
    filing = draft(world)
    people = [member for member in filing.team if member["role"] != role]
    by = world.person("operator")
    filing = actions.save_task(filing, answers={}, team=people, version=filing.version, by=by, at=NOON)
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=by, at=NOON)
    assert [(problem.field, bool(problem.article)) for problem in refused.value.problems] == [("team", True)]


@pytest.mark.clause("S1-1.4")
def test_an_account_in_a_persons_name_cannot_be_handed_in():
    world = build("corp")
    filing = draft(world, registrant="person")
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(filing, version=filing.version, by=world.person("operator"), at=NOON)
    assert "registrant" in [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "空的"),
        (b"<html></html>", "a.pdf", "不支持"),
        (b"%PDF-1.7 x", "a.jpg", "扩展名"),
        (b"MZ\x90\x00", "a.exe", "不支持"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "旧版 Office"),
        (b"%PDF-1.7\n<</Encrypt 5 0 R>>", "a.pdf", "密码"),
        (b"PK\x03\x04broken", "a.docx", "损坏"),
    ],
)
def test_an_unfit_paper_is_refused_with_the_remedy(content, name, words):
    world = build("soe")
    filing = actions.start(world.owner, kind="open", variant="standard", by=world.person("operator"), at=NOON)
    with pytest.raises(Refused, match=words):
        actions.add_paper(
            filing,
            paper="leader_approval",
            upload=SimpleUploadedFile(name, content),
            by=world.person("operator"),
            at=NOON,
        )


def test_the_same_paper_sent_twice_is_kept_once():
    world = build("soe")
    by = world.person("operator")
    filing = actions.start(world.owner, kind="open", variant="standard", by=by, at=NOON)
    first = actions.add_paper(filing, paper="leader_approval", upload=upload("x"), by=by, at=NOON)
    second = actions.add_paper(filing, paper="leader_approval", upload=upload("x"), by=by, at=NOON)
    assert first.pk == second.pk


def test_looking_again_at_a_draft_that_is_gone_leaves_every_state_guarded():
    world = build("soe")
    filing = draft(world)
    Filing.objects.get(pk=filing.pk).attachments.all().delete()
    filing.obligations.all().delete()
    Filing.objects.filter(pk=filing.pk).delete()
    with pytest.raises(Filing.DoesNotExist):
        filing.refresh_from_db()
    assert Filing._meta.get_field("state").protected is True
    with pytest.raises(AttributeError):
        filing.state = FilingState.APPROVED
