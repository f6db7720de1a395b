"""What the publishing of an account adds to its page in the register (账号页面的发布情况)."""

from django.http import HttpRequest

from accounts.models import MediaAccount
from accounts.panels import Panel, register_panel

from .models import AccountActivity


@register_panel
def publishing_of(request: HttpRequest, account: MediaAccount) -> Panel:
    """Last item, how far the data goes, and the way to the publishing page."""
    activity = AccountActivity.objects.filter(pk=account.pk).first()
    return Panel("发布情况", "assessments/items/panel.html", {"activity": activity, "account": account.pk})
