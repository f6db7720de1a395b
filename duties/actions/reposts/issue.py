"""Issuing a task (下达转发任务): the item, its issuer and due day, and the accounts as they stand now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema.content import RepostTask as RepostRule

from ...aim import Aim, aimed_at, print_of
from ...clock import Term, due_of, next_reminder, term_of
from ...links import read_link
from ...messages import tell_issued
from ...models import RepostTarget, RepostTask
from ...personal import refuse_demand, refuse_list

BATCH = 500


@dataclass(frozen=True)
class Item:
    """What is to be reposted, by whom it was published, until when. `workdays` counts only without a stated period."""

    issuer: str
    title: str
    link: str = ""
    text: str = ""
    note: str = ""
    workdays: int | None = None


class NoDuty(Refused):
    """The regulation in force knows no duty to repost."""


def rule_for(unit: Unit, at: datetime) -> tuple[EditionRecord, RepostRule]:
    """Return the edition in force for a department and what it says of reposts; raises NoDuty where it says nothing."""
    record = edition_for(unit.regime_code, localdate(at))
    rule = record.edition.repost_tasks
    if rule is None:
        raise NoDuty("适用制度没有规定转发任务,不能下达。确有需要的,请先由系统管理员在制度中增加这一项。")
    return record, rule


def issue(unit: Unit, item: Item, aim: Aim, *, seen: str | None = None, by: User, at: datetime) -> RepostTask:
    """Issue a task to the accounts that the filter finds now, and tell their units (S0-13.2, S1-3.3.5b, S2-13.2).

    The accounts are a snapshot: what is opened later is not added. `seen` is the print of the accounts that the person
    looked at. Raises Forbidden for anyone but the department, NoDuty where the regulation has no such duty, Conflict
    when the accounts have changed since they were looked at, Refused for a faulty item or a filter that finds nothing.
    """
    with unit_of_work():
        if not by.has_perm("duties.issue_repost", unit):
            raise Forbidden("只有宣传部门经办和负责人可以下达转发任务。")
        edition, rule = rule_for(unit, at)
        clean = checked(item, rule)
        accounts = aimed_at(aim, unit.root or unit, by)
        if not accounts:
            raise Refused("没有符合条件的账号。请放宽单位、平台或类别后再试。", field="units")
        if seen is not None and seen != print_of(accounts):
            raise Conflict("您核对之后,账号名册有变化。请再核对一次名单后下达。")
        task = _save(unit, edition, rule, clean, aim, term_of(rule, item.workdays), by=by, at=at)
        _name(task, accounts)
        told = tell_issued(task, at=at)
        after = {"accounts": len(accounts), "told": told, "due_on": task.due_on, "issuer": task.issuer, **aim.stored()}
        record("repost.issued", by=by, at=at, obj=task, after=after)
    return task


def checked(item: Item, rule: RepostRule) -> Item:
    """Return the item with its link as it is kept; raises Refused, naming the field, for what may not be issued."""
    if item.issuer not in rule.issuers:
        raise Refused(f"请从制度列出的发布方中选择:{'、'.join(rule.issuers)}({rule.article})。", field="issuer")
    if not item.title.strip():
        raise Refused("请填写标题。", field="title")
    if not item.link.strip() and not item.text.strip():
        raise Refused("请填写原文链接,没有链接的请粘贴原文。", field="link")
    refuse_demand(item.note, field="note")
    refuse_list(item.text, field="text")
    link = read_link(item.link) if item.link.strip() else ""
    return Item(item.issuer, item.title.strip(), link, item.text.strip(), item.note.strip(), item.workdays)


def _save(
    unit: Unit, edition: EditionRecord, rule: RepostRule, item: Item, aim: Aim, term: Term, *, by: User, at: datetime
) -> RepostTask:
    due, today = due_of(term, at), localdate(at)
    reminder = next_reminder(due.due, term.number, edition.edition.clocks, working_days.current(), after=today)
    return RepostTask.objects.create(
        unit=unit,
        root=unit.root or unit,
        edition=edition,
        issuer=item.issuer,
        title=item.title,
        link=item.link,
        text=item.text,
        note=item.note,
        article=rule.article,
        number=term.number,
        unit_of_time=term.unit,
        basis=term.basis,
        anchor_on=today,
        due_on=due.due,
        provisional=due.provisional,
        remind_on=reminder,
        aim=aim.stored(),
        issued_by=by,
        issued_at=at,
    )


def _name(task: RepostTask, accounts: list[MediaAccount]) -> None:
    """Take down the accounts with the names and units they have now."""
    RepostTarget.objects.bulk_create(
        (
            RepostTarget(
                task=task,
                account=account,
                unit=account.unit,
                root=task.root,
                account_name=account.name,
                platform_name=account.platform.name,
                unit_name=account.unit.name,
            )
            for account in accounts
        ),
        batch_size=BATCH,
    )
