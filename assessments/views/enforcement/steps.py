"""What is done about a measure (处置办理), each step a short page that serves on the phone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duties.forms.incidents import UnitForm
from duties.views.duty import form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.editions import edition_for

from ...actions import enforcement as actions
from ...enforcing.bars import bar_of
from ...enforcing.facts import facts_of
from ...enforcing.measures import measure_of, measures_of
from ...enforcing.states import EnforcementState
from ...forms.enforcement import DeliverForm, ProposalForm, WordsForm, draft_initial
from ...models import EnforcementCase
from .common import ANSWER, HANDLE, PROPOSE, REVOKE, VIEW, WITHDRAW, find_case

METHODS = ["GET", "POST"]


@guard(PROPOSE)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a measure: first the unit, then the measure, then the facts."""
    unit, today = _unit(request), timezone.localdate()
    if unit is None:
        return _choose_unit(request)
    edition = edition_for(unit.regime_code, today).edition
    measure = measure_of(edition, request.GET.get("measure", ""))
    if measure is None:
        context = {
            "title": "选择措施", "unit": unit, "edition": edition, "measures": measures_of(edition),
            "account": request.GET.get("account", ""), "bar": bar_of(unit, today.year), "year": today.year,
        }  # fmt: skip
        return render(request, "assessments/enforcement/measures.html", context)
    facts = facts_of(unit, today)
    chosen = [fact.key for fact in facts if fact.key == request.GET.get("fact")]
    initial = {"year": today.year, "account": request.GET.get("account"), "facts": chosen}
    form = ProposalForm(request.POST or None, unit=unit, measure=measure, edition=edition, facts=facts, initial=initial)

    def act() -> str:
        case = actions.propose(unit, form.proposal, by=request.user, at=timezone.now())
        messages.success(request, "已提出，等待部门负责人决定。")
        return reverse("assessments:enforcement", args=[case.pk])

    back = f"{reverse('assessments:enforcement-new')}?unit={unit.pk}"
    return form_page(
        request, form, act, title=f"提出{measure.label}", button="提出", back=back, crumbs=_home(),
        lead=f"{unit}。依据{measure.article}：{measure.paraphrase}",
    )  # fmt: skip


def _home() -> tuple[str, str]:
    return "处置与表彰", reverse("assessments:enforcements")


def _unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address names, where the person may propose for it."""
    wanted = request.GET.get("unit", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        return None
    unit = Unit.objects.visible_to(request.user).running().select_related("root").filter(pk=int(wanted)).first()
    if unit is None or not request.user.has_perm(PROPOSE, unit):
        raise Http404
    return unit


def _choose_unit(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.user).running().filter(is_authority=False).order_by("path")
    form = UnitForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('assessments:enforcement-new')}?unit={form.cleaned_data['unit'].pk}")
    back = _home()[1]
    return form_page(
        request, form, lambda: back, title="提出处置或表彰", button="下一步", back=back, crumbs=_home(),
        lead="先选择单位，再选择措施。措施是集合，不是阶梯：按事实选择合适的一种。",
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(METHODS)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand for a draft that the system laid ready."""
    case = find_case(request, pk, need=HANDLE)
    edition = case.edition.edition
    measure = measure_of(edition, case.measure)
    if case.state != EnforcementState.DRAFT or measure is None:
        return redirect("assessments:enforcement", pk)
    facts = facts_of(case.unit, timezone.localdate())
    form = ProposalForm(
        request.POST or None, unit=case.unit, measure=measure, edition=edition, facts=facts,
        initial=draft_initial(case),
    )  # fmt: skip

    def act() -> None:
        actions.take_up(case, form.proposal, by=request.user, at=timezone.now())

    return _step(
        request, case, form, act, title=f"提出{case.label}", button="提出", word="已提出，等待部门负责人决定。"
    )


@guard(VIEW)
@require_http_methods(METHODS)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the decision to the unit."""
    case = find_case(request, pk, need=HANDLE)
    form = DeliverForm(request.POST or None, referral=case.target == "referral")

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.deliver(case, **data, by=request.user, at=timezone.now())

    return _step(request, case, form, act, title="送达", button="登记送达", word="已登记送达。")


@guard(VIEW)
@require_http_methods(METHODS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the unit did."""
    case = find_case(request, pk, need=ANSWER)
    form = WordsForm(request.POST or None, label="办理情况", help_text="写明做了什么、什么时候做完。")
    return _words(
        request, case, form, actions.answer, "text", title="反馈办理情况", word="已反馈，宣传部门会收到消息。"
    )


@guard(VIEW)
@require_http_methods(METHODS)
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an answer back."""
    case = find_case(request, pk, need=HANDLE)
    form = WordsForm(request.POST or None, label="还缺什么", most=500)
    return _words(request, case, form, actions.ask_again, "reason", title="退回反馈", word="已退回，单位会收到消息。")


@guard(VIEW)
@require_http_methods(METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the case."""
    case = find_case(request, pk, need=HANDLE)
    form = WordsForm(request.POST or None, label="处理结果", help_text="单位没有反馈的，写明了解到的情况。")
    return _words(request, case, form, actions.close, "result", title="结案", word="已结案。")


@guard(VIEW)
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    case = find_case(request, pk, need=WITHDRAW)
    form = WordsForm(request.POST or None, label="撤回的理由", most=500)
    return _words(request, case, form, actions.withdraw, "reason", title="撤回", word="已撤回。")


@guard(VIEW)
@require_http_methods(METHODS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    case = find_case(request, pk, need=REVOKE)
    form = WordsForm(request.POST or None, label="撤销的理由", most=500)
    return _words(request, case, form, actions.revoke, "reason", title="撤销决定", word="已撤销，单位会收到消息。")


def _words(
    request: HttpRequest, case: EnforcementCase, form: WordsForm, action: Callable[..., Any], name: str, *, title: str,
    word: str,
) -> HttpResponse:  # fmt: skip
    def act() -> None:
        action(case, **{name: form.cleaned_data["words"]}, by=request.user, at=timezone.now())

    return _step(request, case, form, act, title=title, button=title, word=word)


def _step(
    request: HttpRequest,
    case: EnforcementCase,
    form: Any,
    do: Callable[[], None],
    *,
    title: str,
    button: str,
    word: str,
) -> HttpResponse:
    """Show the form of one step; done, go back to the case with a word."""
    home = reverse("assessments:enforcement", args=[case.pk])

    def act() -> str:
        do()
        messages.success(request, word)
        return home

    crumbs = (*_home(), str(case), home)
    return form_page(
        request, form, act, title=title, button=button, back=home, crumbs=crumbs, case=case,
        above="assessments/enforcement/short.html",
    )  # fmt: skip
