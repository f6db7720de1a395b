"""What filings add to the page of an account: its filings, and the buttons to begin one."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import MediaAccount
from accounts.panels import Act, Panel, register_acts, register_panel
from accounts.states import RUNNING, AccountState

from .actions.opening import opening_is_due
from .mergers import numbers
from .models import Filing
from .states import FilingState


@register_panel
def filings_of(request: HttpRequest, account: MediaAccount) -> Panel | None:
    """The filings of the account that the person may see, newest first."""
    seen = Filing.objects.visible_to(request.user)
    rows = list(seen.filter(account=account).order_by("-pk")[:20])
    if account.merged_into_id is not None:
        mergers = seen.filter(account=account.merged_into_id, kind="merge", state=FilingState.APPROVED).order_by("-pk")
        rows = [*(one for one in mergers if account.pk in numbers(one, "merged_accounts")), *rows]
    return Panel("备案记录", "filings/of_account.html", {"filings": rows})


@register_acts
def begin(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """The filings that the unit's writer may begin for the account."""
    if account.state not in RUNNING or not request.user.has_perm("filings.edit_filing", Filing(unit=account.unit)):
        return []
    if account.state == AccountState.FILED:
        kinds = [("change", "办理变更"), ("close", "办理关闭")]
    else:
        kinds = [("legacy" if account.state == AccountState.LISTED else "open", "办理备案")]
    return [
        Act(
            label, f"{reverse('filings:begin', args=[kind])}?account={account.pk}", testid=f"file-{kind}", primary=not n
        )
        for n, (kind, label) in enumerate(kinds)
    ]


@register_acts
def tell_opening(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """After an approval that came first, the unit's writer tells when the account was opened."""
    if account.opened_on is not None or not request.user.has_perm("filings.edit_filing", Filing(unit=account.unit)):
        return []
    approved = Filing.objects.visible_to(request.user).filter(account=account, kind="open").select_related("edition")
    filing = approved.order_by("-pk").first()
    if filing is None or not opening_is_due(filing):
        return []
    return [Act("登记开通日期", reverse("filings:opening", args=[filing.pk]), testid="tell-opening")]
