"""Beginning a filing (新建备案): what happened, for which account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import MediaAccount
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.editions import edition_for
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import FILING_KINDS

from .. import actions
from ..actions.drafts import ENTERS_REGISTER, NEEDS_ACCOUNT
from ..fitting import fitting

START = "filings.start_filing"
WORDS = {
    "open": "新开了账号,或准备新开账号",
    "change": "账号名称、管理人员等登记事项变了",
    "merge": "把几个账号合并成一个",
    "close": "账号停办、注销",
    "legacy": "以前就有的账号,还没有备案",
}


@guard(START)
@require_http_methods(["GET"])
def choose(request: HttpRequest) -> HttpResponse:
    """Say what happened; each kind tells its period and article."""
    unit = writing_unit(request)
    edition = edition_for(unit.regime_code, timezone.localdate()).edition
    kinds = [
        {"code": code, "label": FILING_KINDS[code], "word": WORDS[code], "variants": fitting(edition, code, unit)}
        for code in edition.kinds()
        if code in ENTERS_REGISTER
    ]
    return render(request, "filings/choose.html", {"unit": unit, "edition": edition, "kinds": kinds})


@guard(START)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose the case and the account, then begin the draft; the same form sent twice is one draft."""
    unit = writing_unit(request)
    record = edition_for(unit.regime_code, timezone.localdate())
    variants = fitting(record.edition, kind, unit) if kind in ENTERS_REGISTER else []
    if not variants:
        raise Http404
    accounts = _accounts(record.edition, kind, unit)
    named = next((one for one in accounts if str(one.pk) == request.GET.get("account", "")), None)
    variants = (fitting(record.edition, kind, unit, named) if named else []) or variants
    error = ""
    if request.method == "POST":
        try:
            account = _account(request, unit)
            filing = actions.start(
                unit,
                kind=kind,
                variant=request.POST.get("variant", variants[0].variant)[:30],
                account=account,
                token=request.POST.get("token", "")[:40],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("filings:detail", filing.pk)
        except Refused as refused:
            error = refused.message
    context: dict[str, Any] = {
        "kind": kind,
        "label": FILING_KINDS[kind],
        "unit": unit,
        "variants": variants,
        "accounts": accounts,
        "needs_account": kind in NEEDS_ACCOUNT,
        "error": error,
        "token": request.POST.get("token") or request.request_id,  # type: ignore[attr-defined]
        "chosen_account": request.POST.get("account") or request.GET.get("account", ""),
    }
    return render(request, "filings/begin.html", context, status=422 if error else 200)


def writing_unit(request: HttpRequest) -> Unit:
    """Return the unit for which the person writes: the one chosen in the header, else the first they write for."""
    chosen = getattr(request, "post", None)
    posts = [post for post in posts_of(request.user) if post.role in WRITERS]
    own = next((post for post in posts if chosen is not None and post.unit_id == chosen.unit_id), None)
    if own is None and not posts:
        messages.error(request, "您没有可以填报的单位。")
        raise Http404
    return (own or posts[0]).unit


def _accounts(edition: Edition, kind: str, unit: Unit) -> list[MediaAccount]:
    """Return the running accounts of the unit for which this kind can be begun at all."""
    rows = MediaAccount.objects.running().filter(unit=unit).select_related("platform", "unit").order_by("name")
    return [account for account in rows if fitting(edition, kind, unit, account)]


def _account(request: HttpRequest, unit: Unit) -> MediaAccount | None:
    wanted = request.POST.get("account", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404
    return get_object_or_404(MediaAccount.objects.visible_to(request.user), pk=int(wanted), unit=unit)
