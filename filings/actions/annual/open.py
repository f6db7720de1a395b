"""Opening the annual check (开启年度检查), beginning a report, letting a unit report again."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from accounts.states import AccountState
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import LEADERS, WRITERS
from newmedia_portal.core.audit import record
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for

from ...annual.figures import as_data, figures_of, prefill
from ...annual.window import Window, window_for
from ...deadlines.open import recount
from ...models import AnnualCampaign, AnnualCheck, Filing, Obligation
from ...states import EDITABLE, AnnualState, ObligationState
from ..drafts import begin_annual


def open_campaign(root: Unit, *, year: int, by: User | None, at: datetime) -> tuple[AnnualCampaign, int]:
    """Open the check of a year for every account in the register of an organisation; repeated, it adds what is new.

    Each account owes its report until the end of the window; the usual reminders go out. `by` is None for the job.
    Returns the campaign and how many accounts were added. Raises Forbidden for anyone but the department, Refused where
    the edition has no annual check or the year has not come.
    """
    if by is not None and not by.has_perm("filings.run_annual", root):
        raise Forbidden("只有宣传部门可以开启年度检查。")
    edition = edition_for(root.regime_code, localdate(at))
    window = window_for(edition.edition, year)
    if window is None:
        raise Refused("本单位适用的制度没有年度检查。")
    if window.first > localdate(at):
        raise Refused(f"{year}年度检查从 {window.first} 开始，还没有到。", field="year")
    with unit_of_work():
        campaign, fresh = AnnualCampaign.objects.get_or_create(
            root=root,
            year=year,
            defaults={
                "edition": edition, "opens_on": window.first, "closes_on": window.last, "opened_by": by,
                "opened_at": at,
            },
        )  # fmt: skip
        made = [_owe(campaign, account, window, at=at) for account in _accounts(campaign)]
        if fresh or made:
            after = {"year": year, "accounts": len(made), "edition": str(campaign.edition)}
            record("annual.opened", by=by, at=at, obj=campaign, after=after)
        _tell(campaign, made, at)
    return campaign, len(made)


def begin_report(check: AnnualCheck, *, by: User, at: datetime) -> Filing:
    """Begin the report of an account with the figures of its year; one under way is returned as it is.

    Raises Forbidden for people who do not write for the unit, Conflict unless the report is awaited.
    """
    with unit_of_work():
        held = AnnualCheck.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=check.pk)
        account = MediaAccount.objects.select_related("unit__root", "platform").get(pk=held.account_id)
        if not by.has_perm("filings.edit_filing", Filing(unit=account.unit)):
            raise Forbidden("只有本单位经办人可以填报年度报告。")
        if held.state != AnnualState.OPEN:
            raise Conflict(f"年度报告{held.get_state_display()}，不需要填报。")
        if held.filing is not None and held.filing.state in EDITABLE:
            return held.filing
        figures = figures_of(account, held.campaign.year)
        answers = prefill(account, held.campaign.year, figures)
        contact = {"contact_name": by.full_name, "contact_phone": by.office_phone}
        held.filing = begin_annual(account, answers={**answers, **contact}, by=by, at=at)
        held.figures = as_data(figures)
        held.save(update_fields=["filing", "figures"])
        record("annual.begun", by=by, at=at, obj=held, after={"filing_id": held.filing.pk})
    check.refresh_from_db()
    return held.filing


def reopen(check: AnnualCheck, *, reason: str, by: User, at: datetime) -> AnnualCheck:
    """Let a unit report again after a failure, for instance once it has mended what was wrong.

    Raises Forbidden for anyone but the department, Conflict unless it failed, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明重新填报的理由。", field="reason")
    with unit_of_work():
        done = perform(check, "reopen", by=by, at=at, action="annual.reopened", reason=reason.strip())
        done.filing = None
        done.save(update_fields=["filing"])
        _send([done.unit_id], done.campaign, "reopened", f"请重新填报年度报告：{done.account}", reason.strip(), at)
    check.refresh_from_db()
    return done


def void_ended(campaign: AnnualCampaign, *, at: datetime) -> int:
    """Take accounts that have ended out of a campaign, with what they owed; returns how many."""
    over = AnnualCheck.objects.filter(campaign=campaign, state=AnnualState.OPEN).select_related("account", "obligation")
    ended = [check for check in over if check.account.has_ended]
    for check in ended:
        perform(check, "void", by=None, at=at, action="annual.voided", reason="账号已注销")
        if check.obligation is not None and check.obligation.state == ObligationState.OPEN:
            perform(check.obligation, "void", by=None, at=at, action="obligation.voided", reason="账号已注销")
    return len(ended)


def _accounts(campaign: AnnualCampaign) -> list[MediaAccount]:
    """Return the accounts of the register, filed or with papers to come, that the campaign does not have yet."""
    last = date(campaign.year, 12, 31)
    rows = MediaAccount.objects.filter(root=campaign.root, state__in=(AccountState.FILED, AccountState.LISTED))
    rows = rows.filter(Q(opened_on__lte=last) | Q(opened_on__isnull=True, filed_on__lte=last))
    known = AnnualCheck.objects.filter(campaign=campaign).values("account")
    return list(rows.exclude(pk__in=known).select_related("unit", "root", "platform").order_by("pk"))


def _owe(campaign: AnnualCampaign, account: MediaAccount, window: Window, *, at: datetime) -> AnnualCheck:
    """Let an account owe its report until the end of the window."""
    edition = campaign.edition.edition
    rule = edition.annual_check
    owed = Obligation.objects.filter(account=account, kind="annual", filing=None, state=ObligationState.OPEN).first()
    if owed is None:
        owed = Obligation(
            unit=account.unit, root=campaign.root, account=account, edition=campaign.edition, kind="annual",
            label=f"{campaign.year}年度报告 · {account.name}"[:200], anchor="window_start", anchor_on=window.first,
            number=(window.last - window.first).days, unit_of_time="calendar_day", basis=rule.basis,
            article=rule.article, created_at=at,
        )  # fmt: skip
        recount(owed, working_days.current(), edition.clocks)
        owed.save()
        record("obligation.opened", by=None, at=at, obj=owed, after={"due_on": owed.due_on})
    return AnnualCheck.objects.create(
        campaign=campaign, account=account, unit=account.unit, root=campaign.root, obligation=owed
    )


def _tell(campaign: AnnualCampaign, made: list[AnnualCheck], at: datetime) -> None:
    if made:
        body = f"请于 {campaign.closes_on} 前为每个账号填写年度报告，系统已按年度数据预填。"
        _send({check.unit_id for check in made}, campaign, "opened", f"{campaign}开始", body, at)


def _send(
    units: set[int] | list[int], campaign: AnnualCampaign, what: str, title: str, body: str, at: datetime
) -> None:
    posts = Post.objects.filter(unit__in=units, role__in=(*WRITERS, *LEADERS), until__isnull=True, user__is_active=True)
    people = set(posts.order_by().values_list("user", flat=True))
    url = f"{reverse('filings:annual')}?year={campaign.year}"
    key = f"annual.{what}:{campaign.pk}:{at.isoformat()}"
    notify(people, kind=f"annual.{what}", title=title, body=body, url=url, at=at, key=key)
