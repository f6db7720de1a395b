"""Answering with a paper: the page to print, or the file as a download."""

import re
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from . import pdf
from .html import to_html
from .model import Papers, several
from .texts import clean
from .word import to_docx

KINDS = ("html", "pdf", "docx")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: What the address of a paper carries to ask for a file.
PARAMETER = "as"
NAME_LENGTH = 80
_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|]+')


def kind_asked(request: HttpRequest) -> str:
    """Return html, pdf or docx as the address asks (`?as=pdf`); anything else is not found."""
    kind = request.GET.get(PARAMETER, "html")
    if kind not in KINDS:
        raise Http404
    return kind


def respond(
    papers: Papers,
    request: HttpRequest,
    kind: str = "html",
    *,
    at: datetime | None = None,
    name: str = "",
    template: str = "paper/page.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return the print page, the PDF or the Word file of one or more papers.

    `name` becomes the file's name (the title if empty). Recording who took it out is the caller's. Where no PDF can be
    made the page is shown instead, saying so (503). A page that extends `template` may bring its own context.
    """
    refusal = ""
    title = clean(several(papers)[0].title)
    try:
        if kind == "pdf":
            return _download(pdf.to_pdf(papers, at=at), name or title, kind)
        if kind == "docx":
            return _download(to_docx(papers, at=at), name or title, kind)
    except pdf.PdfUnavailable as refused:
        refusal = refused.message
    shown = {
        "paper_title": title,
        "sheets": to_html(papers),
        "pdf_available": pdf.available(),
        "paper_refusal": refusal,
        "pdf_href": f"?{PARAMETER}=pdf",
        "docx_href": f"?{PARAMETER}=docx",
    }
    return render(request, template, {**shown, **(context or {})}, status=503 if refusal else 200)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file that is never shown inside the portal's own page; the name may be Chinese."""
    answer = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{_file_name(name)}.{kind}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _file_name(name: str) -> str:
    """Return the name without signs that some system does not allow in names of files."""
    return _NOT_IN_NAMES.sub("_", clean(name)).strip("._")[:NAME_LENGTH] or "文件"
