"""What duty work adds to the page of an account (账号页面): raising the alarm about it."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import MediaAccount
from accounts.panels import Act, register_acts

from .duty import REPORT


@register_acts
def alarm(request: HttpRequest, account: MediaAccount) -> list[Act]:
    """The button that reports an incident at this account, for those who may."""
    if account.has_ended or not request.user.has_perm(REPORT, account):
        return []
    url = f"{reverse('duties:incident-new')}?unit={account.unit_id}&account={account.pk}"
    return [Act("报告事件", url, testid="report-incident")]
