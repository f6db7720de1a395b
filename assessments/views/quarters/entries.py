"""The result of a unit (单位结果) and of its accounts: every point with its article and its rows; self-assessment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.uploads import CONTENT_TYPES, hand_out

from ...actions.quarters import Given, give_scores, say
from ...actions.quarters import submit as submit_self
from ...forms.quarters import BonusForm, SelfForm, SubmitForm
from ...models import AccountEntry, Entry, HandScore, QuarterObjection, SelfScore, VetoRecord
from ...quarters.explaining import card_of, lines_of, unit_of
from ...quarters.states import QuarterState
from .common import RUN, SPEAK, VIEW, address, find_entry, own_entry, refuse

PROOFS: dict[str, Any] = {"hand": HandScore, "self": SelfScore, "objection": QuarterObjection, "veto": VetoRecord}
SHOWN = 50


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's result: why, part by part, account by account."""
    return _page(request, find_entry(request, pk))


def _page(request: HttpRequest, entry: Entry, *, status: int = 200, **more: Any) -> HttpResponse:
    quarter, inside = entry.quarter, Entry.objects.visible_to(request.user).filter(pk=entry.pk).exists()
    cards = list(AccountEntry.objects.filter(entry=entry).order_by("pk")) if inside else []
    speaks, runs = request.user.has_perm(SPEAK, entry), request.user.has_perm(RUN, quarter)
    bonus = [(one.code, one.label) for one in quarter.scheme.scheme.indicators if one.bonus and one.source == "hand"]
    context = {
        "title": f"{entry.unit_name} · {quarter.words}",
        "entry": entry,
        "quarter": quarter,
        "home": address("quarter", quarter),
        "inside": inside,
        "runs": runs,
        "why": unit_of(entry, cards) if inside else [],
        "cards": cards[:SHOWN],
        "more_cards": len(cards) - SHOWN,
        "hands": _hands(entry) if inside else [],
        "objections": list(QuarterObjection.objects.filter(entry=entry)) if inside else [],
        "can_say": speaks and quarter.state == QuarterState.SELF_ASSESSMENT and entry.submitted_at is None,
        "can_object": speaks and quarter.state == QuarterState.OBJECTION,
        "bonus": BonusForm(choices=bonus) if runs and bonus and not quarter.is_closed else None,
        **more,
    }
    return render(request, "assessments/quarters/entry.html", context, status=status)


def _hands(entry: Entry) -> list[tuple[str, HandScore]]:
    """Return the hand scores with the words of their indicators."""
    words = {one.code: one.label for one in entry.quarter.scheme.scheme.indicators}
    rows = HandScore.objects.filter(entry=entry).select_related("by")
    return [(words.get(row.indicator, row.indicator), row) for row in rows]


@guard(VIEW)
@require_GET
def card(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Show an account's lines, each with article, sentence and the rows it came from."""
    entry = find_entry(request, pk)
    rows = AccountEntry.objects.visible_to(request.user).filter(entry=entry)
    found = get_object_or_404(rows, account=account)
    context = {
        "title": f"{found.name}（{found.platform}）· {entry.quarter.words}",
        "entry": entry,
        "card": found,
        "lines": lines_of(found, entry.quarter.scheme.scheme),
        "sums": card_of(found, entry.quarter.scheme.scheme),
    }
    return render(request, "assessments/quarters/card.html", context)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def self_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a unit say what it thinks of each indicator, with proof; one at a time, kept at once."""
    entry = own_entry(request, pk)
    form, faulty = SelfForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST":
        faulty = request.POST.get("indicator", "")[:40]
        if form.is_valid():
            data = form.cleaned_data
            try:
                say(entry, data["indicator"], value=data["value"], words=data["words"], proof=data["proof"],
                    by=request.user, at=timezone.now())  # fmt: skip
                messages.success(request, "已保存。全部填完后，请在页面下方提交自评。")
                return redirect("assessments:entry-self", pk)
            except Refused as refused:
                refuse(request, refused, form)
    said = {row.indicator: row for row in SelfScore.objects.filter(entry=entry)}
    indicators = [one for one in entry.quarter.scheme.scheme.indicators if one.scored]
    context = {
        "title": f"{entry.quarter.words} · 单位自评", "entry": entry, "quarter": entry.quarter,
        "rows": [
            {"indicator": one, "said": said.get(one.code), "form": form if faulty == one.code else _form_of(one, said)}
            for one in indicators
        ],
        "submit": SubmitForm(),
        "open": entry.quarter.state == QuarterState.SELF_ASSESSMENT and entry.submitted_at is None,
    }  # fmt: skip
    return render(request, "assessments/quarters/self.html", context, status=422 if form.errors else 200)


def _form_of(indicator: Any, said: dict[str, SelfScore]) -> SelfForm:
    row = said.get(indicator.code)
    initial = {"indicator": indicator.code, "value": row.value if row else None, "words": row.words if row else ""}
    return SelfForm(initial=initial, auto_id=f"id_{indicator.code}_%s")


@guard(VIEW)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit the self-assessment."""
    entry, form = own_entry(request, pk), SubmitForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        submit_self(entry, words=words, by=request.user, at=timezone.now())
        messages.success(request, "自评已提交，宣传部门收到了通知。")
    except Refused as refused:
        return _page(request, find_entry(request, pk), status=409, refused=refused.message)
    return redirect(entry)


@guard(VIEW)
@require_POST
def bonus(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a bonus of a unit with its proof."""
    entry = find_entry(request, pk)
    if not request.user.has_perm(RUN, entry.quarter):
        raise Http404
    items = [one for one in entry.quarter.scheme.scheme.indicators if one.bonus and one.source == "hand"]
    form = BonusForm(request.POST, request.FILES, choices=[(one.code, one.label) for one in items])
    if form.is_valid():
        data = form.cleaned_data
        given = Given(entry.pk, data["indicator"], data["value"], words=data["words"], proof=data["proof"])
        try:
            give_scores(entry.quarter, [given], by=request.user, at=timezone.now())
            messages.success(request, "加分已保存并计分。")
            return redirect(entry)
        except Refused as refused:
            refuse(request, refused, form)
    return _page(request, entry, status=422, bonus=form)


@guard(VIEW)
@require_GET
def proof(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Hand out a proof to whoever may see what it belongs to."""
    model = PROOFS.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model.objects.visible_to(request.user).exclude(proof_name=""), pk=pk)
    kind_of_file = CONTENT_TYPES.get(row.proof.name.rpartition(".")[2], "application/octet-stream")
    return hand_out(row.proof, name=row.proof_name, content_type=kind_of_file)
