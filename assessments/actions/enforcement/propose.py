"""Proposing (提出): staff of the department name a measure of the edition, the facts and what is asked."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord

from ...enforcing.bars import refuse_barred
from ...enforcing.facts import Fact, basis_from
from ...enforcing.measures import Measure, measure_of
from ...enforcing.telling import tell_directors, tell_staff
from ...models import EnforcementCase


@dataclass(frozen=True)
class Proposal:
    """What is proposed; `facts` are rows the portal knows, `words` says what happened and why the measure fits."""

    measure: str
    words: str
    facts: tuple[Fact, ...] = ()
    account: MediaAccount | None = None
    demand: str = ""
    due_on: date | None = None
    year: int | None = None
    persons: str = ""
    partners: str = ""
    link: str = ""
    category: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def propose(unit: Unit, what: Proposal, *, by: User, at: datetime) -> EnforcementCase:
    """Propose a measure or commendation of the edition in force; told to those who may decide.

    Nothing holds before another person decides. Measures are a set: none asks for another first. Raises Forbidden for
    anyone but the department above the unit, Refused where the edition knows no such measure, a part is missing, or
    the unit is barred from awards in that year.
    """
    if not by.has_perm("assessments.propose_enforcement", unit):
        raise Forbidden("只有宣传部门可以提出处置和表彰。")
    with unit_of_work():
        edition = edition_for(unit.regime_code, localdate(at))
        case = EnforcementCase(unit=unit, root=unit.root or unit, created_at=at, proposed_by=by)
        _fill(case, what, edition, at)
        case.save()
        _keep(case, what)
        done = perform(case, "propose", by=by, at=at, action="enforcement.proposed", details=_told(case), by_whom=by)
        tell_directors(done, at=at)
    return done


def lay_ready(unit: Unit, what: Proposal, *, edition: EditionRecord, at: datetime) -> EnforcementCase:
    """Lay a draft before the department because of a fact (年度检查不合格); nobody has proposed it yet.

    Inside the caller's transaction. A person of the department takes it up or drops it. Raises Refused where the
    edition knows no such measure.
    """
    with unit_of_work():
        case = EnforcementCase(unit=unit, root=unit.root or unit, created_at=at)
        _fill(case, what, edition, at)
        case.save()
        _keep(case, what)
        record("enforcement.laid", by=None, at=at, obj=case, after=_told(case))
        tell_staff(case, "laid", "待核定处置建议", "请核对后提出，或撤回并写明理由。", at=at)
    return case


def take_up(case: EnforcementCase, what: Proposal, *, by: User, at: datetime) -> EnforcementCase:
    """Stand for a draft, mended where needed; from now on it waits for a decision by another.

    Raises Forbidden for anyone but the department, Conflict when it is no draft any more, Refused as `propose` does.
    """
    with unit_of_work():
        locked = EnforcementCase.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
        done = perform(
            locked, "propose", by=by, at=at, action="enforcement.proposed", by_whom=by, details=_told(locked)
        )
        _fill(done, what, done.edition, at)
        done.save()
        done.bases.all().delete()
        _keep(done, what)
        tell_directors(done, at=at)
    case.refresh_from_db()
    return done


def withdraw(case: EnforcementCase, *, reason: str, by: User, at: datetime) -> EnforcementCase:
    """Take a proposal back, or drop a draft; the case stays on record.

    Raises Forbidden for anyone but whoever proposed it, Conflict once it is decided, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明撤回的理由。", field="reason")
    return perform(case, "withdraw", by=by, at=at, action="enforcement.withdrawn", reason=reason.strip(), by_whom=by)


def _fill(case: EnforcementCase, what: Proposal, edition: EditionRecord, at: datetime) -> None:
    measure = measure_of(edition.edition, what.measure)
    if measure is None:
        raise Refused("本单位适用的制度没有这一措施，请从列出的措施中选择。", field="measure")
    _check(case.unit, measure, what, at)
    case.edition, case.kind, case.measure = edition, measure.kind, measure.code
    case.label, case.target, case.rank, case.article = measure.label, measure.target, measure.rank, measure.article
    case.account, case.facts, case.demand = what.account, what.words.strip(), what.demand.strip()
    case.due_on, case.link, case.category = what.due_on, what.link.strip(), what.category
    case.year = (what.year or localdate(at).year) if measure.counts_for_a_year else None
    case.persons = what.persons.strip() if measure.target == "person" else ""
    case.partners = what.partners.strip() if measure.target == "referral" else ""
    refuse_barred(case)


def _check(unit: Unit, measure: Measure, what: Proposal, at: datetime) -> None:
    """Raise Refused for the first part that is missing or does not fit."""
    if not what.words.strip():
        raise Refused("请写明事实和理由。", field="words")
    if what.account is not None and what.account.unit_id != unit.pk:
        raise Refused("该账号不属于这个单位，请重新选择。", field="account")
    if measure.needs_account and what.account is None:
        raise Refused(f"“{measure.label}”针对一个账号或工作群，请选择。", field="account")
    if measure.target == "group" and what.account is not None and not what.account.platform.is_group:
        raise Refused(f"“{measure.label}”只用于工作群，请选择工作群。", field="account")
    if measure.target == "post" and not what.link.strip():
        raise Refused(f"“{measure.label}”针对一条信息，请填写它的链接或位置。", field="link")
    if measure.target == "person" and not what.persons.strip():
        raise Refused("请写明涉及的人员和职务。", field="persons")
    if measure.target == "referral" and not what.partners.strip():
        raise Refused("请写明移送或联合处置的单位。", field="partners")
    if what.due_on is not None and what.due_on < localdate(at):
        raise Refused("完成期限已经过去，请填写今天或以后的日期。", field="due_on")


def _keep(case: EnforcementCase, what: Proposal) -> None:
    for fact in what.facts:
        basis = basis_from(fact)
        basis.case = case
        basis.save()


def _told(case: EnforcementCase) -> dict[str, str]:
    """Return what the log says of a case; who is concerned stands in the case alone."""
    return {"measure": case.label, "unit": str(case.unit), "article": case.article}
