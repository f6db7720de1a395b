"""The watch's page of one account: where it stands and why, and what department and unit may do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import MediaAccount
from filings.models import Filing
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions import watch as actions
from ...explaining import explained
from ...forms.watch import WordsForm
from ...models import AccountActivity, MissedQuota, SilenceFlag, Suspension
from ...states import CLOSING, Level
from ...watch.sentences import source_of
from .common import ANSWER, ASK, DECIDE, ENTER, VIEW, find_account, find_flag, refuse

SHOWN = 20


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an account stands, how that was counted, and what was before."""
    return _page(request, find_account(request, pk))


def _page(request: HttpRequest, account: MediaAccount, *, status: int = 200, **more: Any) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    row = AccountActivity.objects.filter(pk=account.pk).select_related("edition").first()
    flags = SilenceFlag.objects.filter(account=account).select_related("closing", "proposed_by", "kept_by")
    history = list(flags.order_by("-pk")[:SHOWN])
    standing = next((flag for flag in history if flag.cleared_on is None), None)
    waits = standing is not None and standing.proposed_at is not None and standing.kept_at is None
    decides = user.has_perm(DECIDE, account)
    context = {
        "title": f"{account.name} · 静默监测",
        "account": account,
        "row": row,
        "source": source_of(row.evidence) if row else "",
        "how": explained(account, row, today),
        "flag": standing,
        "closing": _closing(request, standing),
        "flags": history,
        "missed": list(MissedQuota.objects.filter(account=account).order_by("-start_on")[:SHOWN]),
        "pauses": list(Suspension.objects.filter(account=account).order_by("-pk")[:SHOWN]),
        "waits": waits,
        "can_look": user.has_perm(ENTER, account),
        "can_ask": user.has_perm(ASK, account) and not account.has_ended,
        "can_propose": decides and standing is not None and standing.level in CLOSING and not waits,
        "can_settle": decides and standing is not None and standing.level == Level.REVIVED,
        "can_answer": waits and user.has_perm(ANSWER, account),
        **more,
    }
    return render(request, "assessments/watch/account.html", context, status=status)


def _closing(request: HttpRequest, flag: SilenceFlag | None) -> Filing | None:
    """Return the proposed closing where the person may open it; a draft stays with the unit that fills it in."""
    if flag is None or flag.closing_id is None:
        return None
    return Filing.objects.visible_to(request.user).filter(pk=flag.closing_id).first()


@guard(VIEW)
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge the account at once."""
    account = find_account(request, pk)
    try:
        row = actions.look_again(account, by=request.user, at=timezone.now())
        messages.success(request, f"已按现有数据重新评定:{row.get_level_display()}。")
    except Refused as refused:
        refuse(request, refused)
    return redirect("assessments:watch-account", pk)


@guard(VIEW)
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to the unit that the account be closed."""
    done = "已提出关闭建议,单位会收到预填的关闭备案草稿和站内消息。"
    return _act(request, find_flag(request, pk, DECIDE), "words", actions.propose_closing, done)


@guard(VIEW)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle that a closed account published again."""
    return _act(request, find_flag(request, pk, DECIDE), "reason", actions.settle, "已了结。以后再有发布会重新标记。")


@guard(VIEW)
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer why the unit keeps the account."""
    return _act(request, find_flag(request, pk, ANSWER), "reason", actions.keep, "已答复,宣传部门会收到消息。")


def _act(request: HttpRequest, flag: SilenceFlag, name: str, act: Callable[..., Any], done: str) -> HttpResponse:
    """Do it, or show the page again with the refusal beside what was typed."""
    form = WordsForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        if form.errors:
            raise Refused("说明不能超过 500 字。")
        act(flag, **{name: words}, by=request.user, at=timezone.now())
        messages.success(request, done)
    except Refused as refused:
        account = find_account(request, flag.account_id)
        typed = request.POST.get("words", "")[:500]
        return _page(request, account, status=409, refused=refused.message, typed=typed)
    return redirect("assessments:watch-account", flag.account_id)
