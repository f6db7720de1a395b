"""What the lower floors ask of filings through their registries: recomputation, case counts, unfiled accounts."""

import hmac
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.hooks import on_staff_ended, on_unfiled, on_work_ended
from accounts.models import MediaAccount
from accounts.verify.registry import Genuine, register_checker
from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.workflow.kinds import Kind, register_kind
from newmedia_portal.regimes.counters import CaseCount, register_counter
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.vocabulary import FILING_KINDS

from .actions import terminate
from .deadlines import recompute  # noqa: F401
from .deadlines.open import STAFF_END, open_for_account, owe
from .messages import tell_duty
from .models import Certificate, Filing
from .states import UNDECIDED


@on_unfiled
def owe_a_filing(account: MediaAccount, *, found_on: date, by: Any, at: datetime) -> None:
    """An account found unfiled owes its opening filing, counted from the day it was opened, else found."""
    record = edition_for((account.root or account.unit).regime, localdate(at))
    open_for_account(account, kind="open", edition=record, anchor_on=account.opened_on or found_on, by=by, at=at)


@on_work_ended
def owe_a_dissolution(account: MediaAccount, *, on: date, by: Any, at: datetime) -> None:
    """A temporary group whose work has ended owes its dissolution, counted from that day (第三条第四款)."""
    record = edition_for((account.root or account.unit).regime, localdate(at))
    open_for_account(account, kind="close", edition=record, anchor_on=on, by=by, at=at)


@on_staff_ended
def owe_a_new_person(account: MediaAccount, *, on: date, by: Any, at: datetime) -> None:
    """A staff account without its person owes a change or a closing; the period, if any, is a local one."""
    record = edition_for((account.root or account.unit).regime, localdate(at))
    rule = record.edition.staff_accounts
    if rule is not None:
        label = f"职务账号变更使用人或关闭 · {account.name}"[:200]
        owe(account, kind=STAFF_END, limit=rule.limit, label=label, edition=record, anchor_on=on, by=by, at=at)
        tell_duty(account, label, f"使用人任职于 {on} 结束（{rule.article}，{rule.basis_label}）。", on=on, at=at)


def count_cases(record: Any) -> list[CaseCount]:
    """Count the undecided filings pinned to an edition, by kind and variant."""
    rows = Filing.objects.filter(edition=record, state__in=UNDECIDED).order_by().values("kind", "variant")
    return [
        CaseCount(f"{row['kind']}.{row['variant']}", FILING_KINDS[row["kind"]], row["number"])
        for row in rows.annotate(number=Count("pk"))
    ]


register_counter(count_cases)


def _overseers(filing: Filing) -> set[int]:
    """Return the directors of the department above the unit: they hear of what nobody can act on."""
    authority = authority_of(filing.unit)
    posts = Post.objects.filter(unit=authority, role=Role.DIRECTOR, until__isnull=True)
    return set(posts.values_list("user", flat=True)) if authority is not None else set()


register_kind(
    Kind(
        code="filings.filing",
        word="备案",
        searched="filing",
        find=lambda pks: Filing.objects.select_related("unit").in_bulk(list(pks)),
        url=lambda pk: reverse("filings:detail", args=[pk]),
        unit=lambda filing: filing.unit,
        visible=lambda user, pk: Filing.objects.visible_to(user).filter(pk=pk).first(),
        terminate=terminate,
        overseers=_overseers,
    )
)


@register_checker
def check_certificate(number: str, code: str) -> Genuine | None:
    """Return the certificate whose number and check code belong together; both faults are answered alike."""
    rows = Certificate.objects.select_related("account__platform", "account__unit", "account__root")
    certificate = rows.filter(number=number).first()
    known = certificate.check_code if certificate else "-" * 10
    matches = hmac.compare_digest(known.encode(), code.encode("utf-8", "replace"))
    if certificate is None or not matches:
        return None
    return Genuine(certificate.number, certificate.issued_at, certificate.account)
