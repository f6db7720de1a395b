"""One account with everything that is known of it (账号详情)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.following.bell import bell_of
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.regimes.schema.base import Entry

from ..actions.common import edition_of
from ..actions.people import show_phone
from ..actions.register.corrections import may_correct
from ..circle import circle_of
from ..history import history_of
from ..models import CircleMember, MediaAccount, TeamMember
from ..panels import acts_of, panels_of
from ..words import label_of, words_of

VIEW = "accounts.view_account"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("账号", ("platform", "handle", "link", "kind", "account_class", "functions", "purpose", "opened_on", "closed_on")),
    ("主体与认证", ("registrant_kind", "registrant", "certified", "certification_subject", "certified_on")),
    (
        "运行与委托",
        (
            "host_unit",
            "entrusted_unit",
            "contract_no",
            "contract_starts_on",
            "contract_expires_on",
            "staff_person",
            "staff_post",
            "staff_ended_on",
            "website_column",
        ),
    ),
    ("许可", ("licence_no", "licence_scope", "licence_expires_on")),
    ("备案", ("certificate_no", "filed_on", "is_legacy", "found_on", "exception_reason", "merged_into")),
    ("全国报送系统", ("national_state", "national_no")),
    ("运行情况", ("followers", "followers_as_of", "last_post_on", "run_status", "remark")),
)

DULL = {("存量账号", "否")}


def visible_account(request: HttpRequest, pk: int) -> MediaAccount:
    """Return a visible account with what its page reads, or answer not found."""
    accounts = MediaAccount.objects.visible_to(request.user)
    return get_object_or_404(accounts.select_related("unit__root", "platform", "merged_into"), pk=pk)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account."""
    return account_page(request, visible_account(request, pk))


@guard(VIEW)
@require_POST
def phone(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Show the full number of a team member once; the view is logged."""
    account = visible_account(request, pk)
    shown = get_object_or_404(TeamMember.objects.select_related("account__unit"), pk=member, account=account)
    try:
        number = show_phone(shown, by=request.user, at=timezone.now())
    except Forbidden as refusal:
        raise Http404 from refusal
    return account_page(request, account, shown=shown.pk, number=number)


def account_page(request: HttpRequest, account: MediaAccount, *, shown: int = 0, number: str = "") -> HttpResponse:
    """Show an account; the full number of one member where it was asked for by right."""
    team = list(account.team.order_by("until", "role", "pk"))
    custody = list(account.custody.order_by("-since", "-pk"))
    user = request.user
    context = {
        "title": account.name,
        "bell": bell_of(user, account),
        "account": account,
        "groups": _groups(account),
        "members": [member for member in team if member.until is None],
        "former": [member for member in team if member.until is not None],
        "custody": custody,
        "names": account.names.order_by("-since", "-pk"),
        "history": history_of(account),
        "panels": panels_of(request, account),
        "acts": acts_of(request, account),
        "shown": shown,
        "number": number,
        "can_show_phone": user.has_perm("accounts.show_phone", account),
        "can_correct": bool(may_correct(user, account)),
        "circle": CircleMember.objects.filter(account=account).first(),
        "circle_duty": circle_duty_of(account),
        "can_manage_circle": user.has_perm("accounts.manage_circle", account),
        "can_pass_on": not account.has_ended and user.has_perm("accounts.hand_over_password", account),
    }
    return render(request, "accounts/detail.html", context)


def circle_duty_of(account: MediaAccount) -> Entry | None:
    """Return the entry of the regulation that speaks of the circle; None where none is in force or it is silent."""
    try:
        return circle_of(edition_of(account.unit, timezone.localdate()))
    except Refused:
        return None


def _groups(account: MediaAccount) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return the facts that are known, grouped and in words; answers of filings follow at the end."""
    groups = []
    for title, names in GROUPS:
        rows = [(label_of(name), words_of(name, getattr(account, name))) for name in names]
        groups.append((title, [(label, value) for label, value in rows if value and (label, value) not in DULL]))
    others = [(label_of(name), words_of(name, value)) for name, value in account.details.items()]
    groups.append(("其他登记事项", [(label, value) for label, value in others if label and value]))
    kept = [(str(name), str(value)) for name, value in account.extra.items() if value not in (None, "")]
    groups.append(("原台账其他列", kept))
    return [(title, rows) for title, rows in groups if rows]
