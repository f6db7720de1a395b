"""What stands on top of the page of an entry (账号提示): papers that end, a person who has left the post."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ..models import MediaAccount
from ..panels import Act, Panel, register_acts, register_panel
from ..staffing import STAFF
from ..validity import endings_of


@register_panel
def needs_care(request: HttpRequest, account: MediaAccount) -> Panel | None:
    """What has ended or ends soon; None where all is well."""
    endings = endings_of(account, timezone.localdate())
    gone = account.staff_ended_on if account.kind == STAFF and not account.has_ended else None
    if not endings and gone is None:
        return None
    return Panel("需要处理", "accounts/notes.html", {"endings": endings, "gone": gone, "account": account})


@register_panel
def merger_of(request: HttpRequest, account: MediaAccount) -> Panel | None:
    """Where an account went, and which ones it took in: the history points both ways."""
    seen = MediaAccount.objects.visible_to(request.user)
    merged = list(seen.filter(merged_into=account).select_related("platform").order_by("closed_on", "pk"))
    into = account.merged_into
    if into is None and not merged:
        return None
    context = {"merged": merged, "into": into, "on": account.closed_on}
    return Panel("整合", "accounts/merger.html", {**context, "into_seen": into and seen.filter(pk=into.pk).exists()})


@register_acts
def tell_staff_end(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """The unit and the department may tell that the person of a staff account has left the post."""
    if account.kind != STAFF or account.has_ended or account.staff_ended_on is not None:
        return []
    if not request.user.has_perm("accounts.note_account", account):
        return []
    return [Act("登记使用人离任", reverse("accounts:staff-ended", args=[account.pk]), testid="staff-ended")]
