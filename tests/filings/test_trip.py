"""A filing from draft to certificate, through the actions, for all five regimes."""

from datetime import date

import pytest

from accounts.models import MediaAccount
from accounts.states import AccountState
from filings import actions
from filings.models import Certificate, Filing, Submission
from filings.states import FilingState
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow.models import Step
from tests.filings.making import approved, draft, submitted
from tests.world import NOON, build

pytestmark = pytest.mark.django_db
REGIMES = ["soe", "corp", "gejiu", "taibai", "jiusan"]


def roles_of(filing: Filing) -> list[str]:
    steps = Step.objects.filter(run__object_type="filings.filing", run__object_id=filing.pk)
    return list(steps.order_by("run", "position").values_list("role", flat=True))


@pytest.mark.parametrize("regime", REGIMES)
def test_an_opening_ends_in_the_register_with_a_certificate(regime):
    filing = approved(build(regime))
    assert filing.state == FilingState.APPROVED
    assert filing.account.state == AccountState.FILED
    assert filing.certificate.number == filing.account.certificate_no
    assert verify()[1] is None


@pytest.mark.parametrize(
    ("regime", "roles"),
    [
        pytest.param("soe", ["chief", "registrar", "director"], marks=pytest.mark.clause("S0-05.1a")),
        pytest.param("corp", ["chief", "registrar", "director"], marks=pytest.mark.clause("S1-3.1.1d")),
        pytest.param("gejiu", ["chief", "registrar", "director"], marks=pytest.mark.clause("S2-05.1b")),
        pytest.param("taibai", ["chief", "registrar", "director", "observer"], marks=pytest.mark.clause("S3-06.1")),
    ],
)
def test_the_chain_is_the_one_of_the_edition(regime, roles):
    assert roles_of(submitted(build(regime))) == roles


@pytest.mark.clause("S4-03.1")
def test_a_society_account_is_approved_by_its_chief_recorded_and_told_upward():
    filing = approved(build("jiusan"), collective_decision=False)
    assert roles_of(filing) == ["chief", "registrar", "superior"]
    assert filing.decided_at == NOON


@pytest.mark.clause("S4-03.3a")
def test_the_collective_decision_is_a_step_only_when_it_is_asked_for():
    world = build("jiusan")
    with_step = submitted(world, collective_decision=True)
    without = submitted(world, collective_decision=False, platform_id="shili_two", name="九三学社示例之窗")
    assert len(roles_of(with_step)) == len(roles_of(without)) + 1


@pytest.mark.clause("S2-05.2")
def test_a_school_files_through_its_line_department():
    world = build("gejiu")
    world.owner.kind = "education"
    world.owner.save()
    filing = submitted(world, "open", "line")
    assert roles_of(filing) == ["chief", "line", "registrar", "director"]
    filing = world.decide(filing, "approve", opinion="同意")
    assert filing.state == FilingState.UNIT
    filing = world.decide(filing, "approve", opinion="同意,报网信科")
    assert filing.state == FilingState.AUTHORITY


@pytest.mark.clause("S2-05.2")
def test_without_a_line_department_the_line_variant_is_refused_with_the_remedy():
    world = build("gejiu")
    world.owner.kind, world.owner.line_department = "education", None
    world.owner.save()
    with pytest.raises(Refused, match="主管部门"):
        submitted(world, "open", "line")


def test_a_second_hand_in_is_refused():
    world = build("soe")
    filing = draft(world)
    version = filing.version
    actions.submit(filing, version=version, by=world.person("operator"), at=NOON)
    with pytest.raises(Conflict):
        actions.submit(filing, version=version, by=world.person("operator"), at=NOON)
    assert Submission.objects.filter(filing=filing).count() == 1


def test_the_same_form_opened_twice_is_one_draft():
    world = build("soe")
    by = world.person("operator")
    first = actions.start(world.owner, kind="open", variant="standard", by=by, at=NOON, token="t1")
    second = actions.start(world.owner, kind="open", variant="standard", by=by, at=NOON, token="t1")
    assert first.pk == second.pk


def test_a_stale_save_is_refused_and_nothing_is_overwritten():
    world = build("soe")
    by = world.person("operator")
    filing = draft(world)
    stale = filing.version
    actions.save_task(filing, answers={"name": "示例甲"}, team=None, version=stale, by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.save_task(filing, answers={"name": "示例乙"}, team=None, version=stale, by=by, at=NOON)
    filing.refresh_from_db()
    assert filing.data["name"] == "示例甲"


def test_fields_the_edition_does_not_ask_are_not_stored():
    world = build("soe")
    filing = draft(world)
    by = world.person("operator")
    filing = actions.save_task(
        filing,
        answers={"state": "approved", "meeting_on": "2026-01-01"},
        team=None,
        version=filing.version,
        by=by,
        at=NOON,
    )
    assert "state" not in filing.data
    assert "meeting_on" not in filing.data


def test_another_unit_cannot_file_for_this_one():
    world = build("soe")
    with pytest.raises(Forbidden):
        actions.start(world.owner, kind="open", variant="standard", by=world.person("outsider"), at=NOON)


def test_a_submitted_filing_cannot_be_changed():
    world = build("soe")
    filing = submitted(world)
    with pytest.raises(Refused):
        actions.save_task(
            filing, answers={"name": "示例乙"}, team=None, version=filing.version, by=world.person("operator"), at=NOON
        )


@pytest.mark.parametrize("regime", REGIMES)
def test_a_change_updates_the_register_and_keeps_the_old_name(regime):
    world = build(regime)
    account = approved(world).account
    new = "九三学社示例新名" if regime == "jiusan" else "示例新名"
    filing = approved(world, "change", account=account, name=new, event=date(2026, 9, 17))
    account.refresh_from_db()
    assert filing.state == FilingState.APPROVED
    assert account.name == new
    assert account.names.filter(until__isnull=False).count() == 1


@pytest.mark.parametrize(
    "regime",
    [
        pytest.param("soe", marks=pytest.mark.clause("S0-08")),
        "corp",
        pytest.param("gejiu", marks=pytest.mark.clause("S2-08.1")),
        pytest.param("taibai", marks=pytest.mark.clause("S3-06.2")),
        pytest.param("jiusan", marks=pytest.mark.clause("S4-03.5")),
    ],
)
def test_a_closing_ends_the_account(regime):
    world = build(regime)
    account = approved(world).account
    approved(world, "close", account=account)
    account.refresh_from_db()
    assert account.state == AccountState.CLOSED
    assert account.closed_on is not None


@pytest.mark.clause("S3-06.2")
def test_a_merger_ends_the_merged_accounts_and_points_to_the_kept_one():
    world = build("taibai")
    kept = approved(world).account
    other = approved(
        world, platform_id="shili_two", name="示例文旅微刊", exception_reason="面向不同对象,经同意分设"
    ).account
    approved(world, "merge", account=kept, merged_accounts=[str(other.pk)], kept_account=[str(kept.pk)])
    other.refresh_from_db()
    assert other.state == AccountState.MERGED
    assert other.merged_into_id == kept.pk
    kept.refresh_from_db()
    assert kept.state == AccountState.FILED


@pytest.mark.clause("S4-03.3b")
def test_an_account_that_existed_before_files_in_the_same_way_and_stays_marked():
    world = build("jiusan")
    filing = approved(world, "legacy")
    assert filing.account.is_legacy is True
    assert filing.due_on is None


def test_certificate_numbers_have_no_gap_after_a_rolled_back_approval():
    world = build("soe")
    first = approved(world)
    doomed = submitted(world, platform_id="shili_two", name="示例二")
    MediaAccount.objects.filter(pk=first.account_id).update(handle="shili_two")
    world.decide(doomed, "approve", opinion="同意")
    world.decide(doomed, "approve", opinion="同意")
    with pytest.raises(Refused):
        world.decide(doomed, "approve", opinion="同意")
    MediaAccount.objects.filter(pk=first.account_id).update(handle="shili_wenlv")
    world.decide(doomed, "approve", opinion="同意")
    numbers = list(Certificate.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == ["SOE备2026-0001", "SOE备2026-0002"]


def test_every_step_leaves_an_audit_row_with_name_and_time():
    world = build("soe")
    filing = approved(world)
    actions_seen = list(
        AuditEvent.objects.filter(object_type="filings.filing", object_id=filing.pk)
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions_seen[-4:] == ["filing.step_approved", "filing.lodged", "filing.step_approved", "filing.approved"]


@pytest.mark.clause("S4-03.1")
def test_the_department_above_sees_what_was_told_upward_and_nothing_else(client):
    world = build("jiusan")
    told = approved(world, collective_decision=False)
    under_way = submitted(world, collective_decision=False, platform_id="shili_two", name="九三学社示例之窗")
    client.force_login(world.person("superior"))

    page, hidden = (client.get(f"/filings/{filing.pk}/") for filing in (told, under_way))

    assert (page.status_code, f"/accounts/{told.account_id}/" in page.content.decode(), hidden.status_code) == (
        200,
        False,
        404,
    )
    assert list(Filing.objects.visible_to(world.person("superior"))) == [told]
