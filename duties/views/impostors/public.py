"""The public page (公众举报): no log-in, nothing personal asked, a number as receipt; can be switched off."""

import hashlib
import hmac

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.counting import count
from newmedia_portal.core.refusals import Refused

from ...actions.impostors import report_publicly
from ...forms.impostors import PublicReportForm

AN_HOUR = 3600
SALT = "impostor-receipt"
TOO_MANY = "这个网络地址一小时内提交的举报已到上限。请过一小时再提交,或直接联系宣传部门。"


@guard(PUBLIC)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report."""
    _open()
    departments = list(Unit.objects.running().filter(is_authority=True).order_by("path"))
    if not departments:
        raise Http404
    form = PublicReportForm(request.POST or None, request.FILES or None, departments=departments)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _may_send(request):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            try:
                data = form.cleaned_data
                case = report_publicly(data["department"], form.report, token=data["token"], at=timezone.now())
                return redirect("impostor-receipt", signing.dumps([case.number, data["department"].pk], salt=SALT))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {"form": form, "title": "举报假冒账号"}
    status = 422 if status == 200 and form.is_bound and form.errors else status
    return render(request, "duties/impostors/public.html", context, status=status)


@guard(PUBLIC)
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show the number and whom to call; only who sent the report knows the address, and it says nothing else."""
    _open()
    try:
        number, department = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    context = {"number": number, "department": Unit.objects.filter(pk=department).first(), "title": "举报已收到"}
    return render(request, "duties/impostors/receipt.html", context)


def _open() -> None:
    if not settings.PUBLIC_REPORTS:
        raise Http404


def _may_send(request: HttpRequest) -> bool:
    """Count reports per address within the hour; the address is kept as a keyed hash and forgotten with the hour."""
    address = request.META.get("REMOTE_ADDR", "")
    digest = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
    key = f"impostor-reports:{digest}"
    return count(key, seconds=AN_HOUR) <= settings.PUBLIC_REPORTS_PER_HOUR
