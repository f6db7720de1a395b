"""Paper (打印): the record of all answers, the form of the edition, and the public check of a certificate."""

import hmac
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.workflow import chain

from ..content import kind_of
from ..models import Certificate, Filing
from ..sheet import sheet_of
from ..summary import answers_of, papers_text
from .common import find

VIEW = "filings.list_filings"


@guard(VIEW)
@require_http_methods(["GET"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet per copy, in the rows and boxes of the edition; every answer, skipped ones too."""
    filing = find(request, pk)
    certificate = getattr(filing, "certificate", None)
    sheet = sheet_of(filing)
    context = {
        "filing": filing,
        "kind": kind_of(filing),
        "sheet": sheet,
        "copies": (sheet.copy_labels if sheet else ()) or ("",),
        "sections": answers_of(filing),
        "papers": papers_text(filing),
        "decisions": _decisions(filing),
        "certificate": certificate,
        "qr": qr_code(request, certificate) if certificate else "",
        "printed_at": timezone.now(),
        "by": request.user,
    }
    return render(request, "filings/print.html", context)


class CheckForm(PortalForm):
    """Certificate number and check code, as printed."""

    number = forms.CharField(label="备案编号", max_length=40)
    code = forms.CharField(label="核验码", max_length=20)


@guard(PUBLIC)
@require_http_methods(["GET"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is genuine; a wrong number and a wrong code are answered alike."""
    asked = bool(request.GET.get("number") or request.GET.get("code"))
    form = CheckForm(request.GET or None) if asked else CheckForm()
    found = None
    if asked and form.is_valid():
        found = _genuine(form.cleaned_data["number"].strip(), form.cleaned_data["code"].strip().upper())
    return render(request, "filings/verify.html", {"form": form, "asked": asked, "found": found})


def qr_code(request: HttpRequest, certificate: Certificate) -> str:
    """Return the QR code of the check page as an image address that needs no further request."""
    url = request.build_absolute_uri(f"/verify/?number={certificate.number}&code={certificate.check_code}")
    return segno.make(url, error="m").svg_data_uri(scale=3, border=2)


def _genuine(number: str, code: str) -> Certificate | None:
    certificate = (
        Certificate.objects.filter(number=number).select_related("account__platform", "account__unit", "filing").first()
    )
    known = certificate.check_code if certificate else "-" * 10
    matches = hmac.compare_digest(known.encode(), code.encode("utf-8", "replace"))
    return certificate if certificate is not None and matches else None


def _decisions(filing: Filing) -> list[Any]:
    run = chain.runs_of(filing).last()
    return list(run.decisions.exclude(verb="urge").select_related("by", "step", "step__unit")) if run else []
