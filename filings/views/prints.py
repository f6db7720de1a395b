"""Paper (打印): the form of the edition with the record of all answers, the certificate, letters of the authority."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import Papers, kind_asked, respond

from ..certificate import certificate_paper
from ..codes import certificate_code, code_of
from ..letters import ASKED, asking_letter, decision_letter, letters_of
from ..models import Certificate, Filing, Obligation
from ..printing import record_of
from ..sheet import form_of
from ..states import ObligationState
from .common import find

VIEW = "filings.list_filings"


@guard(VIEW)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the edition, one sheet per copy, and the record; to print, or as a file whose taking is logged."""
    filing = find(request, pk)
    code = code_of(filing, request)
    form = form_of(filing, code=code)
    full = record_of(filing, code=code, by=request.user, at=timezone.now())
    name = f"{(form or full).title}-{filing.number or '草稿'}"
    papers = [one for one in (form, full) if one is not None]
    return _answer(request, papers, filing, name=name, action="filing.print_taken")


@guard(VIEW)
@require_GET
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of an approved filing; there is none before."""
    filing = find(request, pk)
    rows = Certificate.objects.select_related("filing__unit", "filing__edition", "account__platform")
    held = get_object_or_404(rows, filing=filing)
    made = certificate_paper(held, code=certificate_code(held, request))
    return _answer(request, made, filing, name=f"备案凭证-{held.number}", action="filing.certificate_taken")


@guard(VIEW)
@require_GET
def letter(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """The letter that tells a return or a refusal by the authority."""
    filing = find(request, pk)
    told = next((one for one in letters_of(filing) if one.pk == decision), None)
    if told is None:
        raise Http404
    made = decision_letter(filing, told)
    return _answer(request, made, filing, name=f"{made.title}-{filing.number}", action="filing.letter_taken")


@guard(VIEW)
@require_GET
def asking(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of the authority that asks a unit for what it owes; nobody else writes it."""
    rows = Obligation.objects.visible_to(request.user).filter(state=ObligationState.OPEN)
    owed = get_object_or_404(rows.select_related("unit__root", "edition", "account"), pk=pk)
    if not request.user.has_perm("filings.remind_unit", owed):
        raise Http404
    made = asking_letter(owed, on=timezone.localdate())
    name = f"{ASKED}-{owed.unit.name}"
    return _answer(request, made, owed, name=name, action="obligation.letter_taken")


def _answer(request: HttpRequest, made: Papers, about: Filing | Obligation, *, name: str, action: str) -> HttpResponse:
    """Show a paper or hand it out; who takes a file is on record."""
    kind, at = kind_asked(request), timezone.now()
    if kind != "html":
        record(action, by=request.user, at=at, obj=about, after={"name": f"{name}.{kind}"})
    filing: Any = about if isinstance(about, Filing) else None
    shown = {"filing": filing, "about": about}
    return respond(made, request, kind, at=at, name=name, template="filings/print.html", context=shown)
