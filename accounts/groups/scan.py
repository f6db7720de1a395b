"""The daily look at temporary groups (临时工作群每日检查): an expected end that has passed, one that runs too long.

What must be dissolved and is not is flagged with the obligations of filings; here people are only asked.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days

from ..models import WorkGroup
from .standing import rule_of

JOB = "watch_groups"


@daily(JOB, label="工作群每日检查", not_before=time(6, 20))
def watch_groups(*, on: date, at: datetime) -> Counts:
    """Ask whether the work has ended, and whether a temporary group has become a long one (reading A37).

    Each question is put once for its day; safe to run again.
    """
    with unit_of_work():
        alone(JOB)
        running = WorkGroup.objects.filter(term="temporary", dissolved_on__isnull=True, work_ended_on__isnull=True)
        groups = list(running.select_related("account", "unit__root").order_by("pk"))
        asked = sum(_ask_end(group, on, at) for group in groups)
        asked += sum(_ask_filing(group, on, at) for group in groups)
    return Counts(looked_at=len(groups), flagged=asked)


def _ask_end(group: WorkGroup, on: date, at: datetime) -> bool:
    if group.expected_end_on is None or group.expected_end_on >= on:
        return False
    words = f"预计 {group.expected_end_on} 结束。工作已结束的请登记，并在期限内撤销；还要使用的请变更预计结束日期。"
    return _tell(group, f"“{group}”的工作是否已结束", words, key=f"group-end:{group.pk}:{group.expected_end_on}", at=at)


def _ask_filing(group: WorkGroup, on: date, at: datetime) -> bool:
    rule = rule_of(group, on)
    period = rule.prompt_to_file if rule else None
    if period is None or group.prompted_on is not None:
        return False
    due = working_days.current().add(group.registered_on, period.number, period.unit).due
    if on < due:
        return False
    group.prompted_on = on
    group.save(update_fields=["prompted_on"])
    words = f"自 {group.registered_on} 登记，已超过{period.length}（{period.basis_label}，{period.article}）。"
    words += "需要长期使用的，请办理长期工作群备案。"
    return _tell(group, f"“{group}”运行已久，请考虑备案", words, key=f"group-long:{group.pk}", at=at)


def _tell(group: WorkGroup, title: str, body: str, *, key: str, at: datetime) -> bool:
    people: Iterable[int] = Post.objects.filter(
        unit=group.unit, role__in=WRITERS, until__isnull=True, user__is_active=True
    ).values_list("user", flat=True)
    notify(people, kind="group", title=title, body=body, url=f"/accounts/{group.account_id}/group/", at=at, key=key)
    return True
