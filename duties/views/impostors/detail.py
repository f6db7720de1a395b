"""One impostor case (假冒账号): steps with their article, what the register knows, letters; entering one by hand."""

from typing import Any

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.uploads import hand_out

from ...actions import impostors as actions
from ...forms.impostors import CaseForm
from ...forms.incidents import UnitForm
from ...impostors.compare import matches_of
from ...impostors.steps import SILENT, steps_of
from ...inquiries.history import history_of
from ...models import ImpostorCase
from ...permissions.impostors import HANDLERS
from ...states import ImpostorState
from ..duty import VIEW, find, form_page, own_unit
from .lists import ENTER

HANDLE = "duties.handle_impostor"
NAME_UNIT = "duties.name_impostor_unit"
ROWS = ImpostorCase.objects.select_related(
    "unit__root", "account__platform", "account__unit", "platform", "edition", "entered_by", "verified_by",
    "closed_by", "root",
)  # fmt: skip


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case."""
    return case_page(request, find(ROWS, request, pk))


@guard(VIEW)
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the reporter left to be reached by, once; the view is logged."""
    case = find(ROWS, request, pk)
    try:
        shown = actions.show_contact(case, by=request.user, at=timezone.now())
    except Forbidden as refusal:
        raise Http404 from refusal
    return case_page(request, case, contact=shown)


@guard(VIEW)
@require_GET
def screenshot(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the screenshot as a download, logged; never shown inside the portal's own page."""
    case = find(ROWS, request, pk)
    if not case.screenshot:
        raise Http404
    name = case.screenshot_name
    record("impostor.screenshot_taken", by=request.user, at=timezone.now(), obj=case, after={"name": name})
    return hand_out(case.screenshot, name=name, content_type=case.screenshot_type)


def case_page(request: HttpRequest, case: ImpostorCase, *, contact: str = "") -> HttpResponse:
    """Show a case; `contact` is what the reporter left, where it was asked for by right."""
    contacts, letters = list(case.contacts.select_related("by")), list(case.letters.select_related("written_by"))
    rule = case.edition.edition.impostors
    acts = case.runs and request.user.has_perm(HANDLE, case)
    context: dict[str, Any] = {
        "title": case.name, "case": case, "acts": acts, "contacts": contacts, "letters": letters, "contact": contact,
        "waiting_letter": next((letter for letter in letters if not letter.outcome), None),
        "steps": steps_of(case, contacts, letters), "rule": rule, "silent": "" if rule else SILENT,
        "matches": matches_of(case.root, name=case.name, handle=case.handle, link=case.link),
        "names_unit": case.runs and request.user.has_perm(NAME_UNIT, case), "verified": bool(case.verified_at),
        "reopens": not case.runs and request.user.has_perm(HANDLE, case), "events": history_of(case),
        "main_class": "with-bottom-bar" if acts else "",
        "may_dismiss": acts and case.state in (ImpostorState.REPORTED, ImpostorState.HANDLING),
    }  # fmt: skip
    return render(request, "duties/impostors/detail.html", context)


@guard(ENTER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a case by hand; the department first says whose name is abused."""
    unit = _unit(request)
    if unit is None:
        return _choose(request)
    form = CaseForm(request.POST or None, request.FILES or None, unit=unit)

    def act() -> str:
        account = form.cleaned_data["account"]
        case = actions.enter_case(unit, form.report, account=account, by=request.user, at=timezone.now())
        said.success(request, f"已登记,编号 {case.number}。")
        return reverse("duties:impostor", args=[case.pk])

    back = reverse("duties:impostors")
    return form_page(
        request, form, act, title="登记假冒账号", button="登记", back=back, crumbs=("假冒账号", back),
        lead=f"被冒用单位:{unit}。",
    )  # fmt: skip


def _unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address names, or the person's own; None where a department has to choose."""
    wanted = request.GET.get("unit", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10:
        rows = Unit.objects.visible_to(request.user).running().select_related("root")
        unit = rows.filter(pk=int(wanted)).first()
        if unit is not None and request.user.has_perm(ENTER, unit):
            return unit
    own = [post for post in posts_of(request.user) if post.role in HANDLERS]
    return own_unit(request, ENTER) if not any(post.unit.is_authority for post in own) else None


def _choose(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, units=Unit.objects.visible_to(request.user).running().order_by("path"))
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('duties:impostor-new')}?unit={form.cleaned_data['unit'].pk}")
    back = reverse("duties:impostors")
    return form_page(
        request, form, lambda: back, title="登记假冒账号", button="下一步", back=back, crumbs=("假冒账号", back),
        lead="冒用了哪个单位的名义?说不清的,选宣传部门。",
    )  # fmt: skip
