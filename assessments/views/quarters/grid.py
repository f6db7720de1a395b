"""The grid of hand scores (评分表): one row a unit, one column an indicator; by keyboard or by workbook."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused

from ...actions.quarters import Given, give_scores
from ...actions.quarters.hands import limit_of, plain
from ...forms.quarters import SheetForm
from ...models import Entry, HandScore, Quarter, SelfScore
from ...quarters.sheets import hand_indicators, read_sheet, write_sheet
from .common import VIEW, address, run_quarter

SIZE = 50


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, period: str) -> HttpResponse:
    """Fill in scores of fifty units at a time; what is faulty is said at its field, nothing is stored then."""
    quarter = run_quarter(request, period)
    number = _number(request.GET.get("p", ""))
    faults: dict[str, str] = {}
    refused = ""
    if request.method == "POST":
        given, faults = _read(request, quarter, number)
        if not faults:
            try:
                done = give_scores(quarter, given, by=request.user, at=timezone.now())
            except Refused as error:
                refused = error.message
            else:
                messages.success(request, f"已保存，{done.changed} 个单位的得分有变化。")
                there = f"&p={number + 1}" if "next" in request.POST else ""
                return redirect(address("quarter-scores" if there else "quarter", quarter) + there)
    context = _context(request, quarter, number, faults, refused)
    return render(request, "assessments/quarters/grid.html", context, status=422 if faults else 409 if refused else 200)


@guard(VIEW)
@require_GET
def sheet(request: HttpRequest, period: str) -> FileResponse:
    """Hand out the grid as a workbook, with what has been given so far."""
    quarter = run_quarter(request, period)
    book = write_sheet(quarter, by=str(request.user), at=timezone.now())
    return FileResponse(book, as_attachment=True, filename=f"评分表-{quarter.period}.xlsx")


@guard(VIEW)
@require_POST
def bring_in(request: HttpRequest, period: str) -> HttpResponse:
    """Take the workbook back; faults are named by cell and nothing is stored then."""
    quarter, form = run_quarter(request, period), SheetForm(request.POST, request.FILES)
    refused, cells = "请选择要导入的评分表。", []
    if form.is_valid():
        try:
            read = read_sheet(quarter, form.cleaned_data["file"])
            refused, cells = "", read.faults
            if not cells:
                done = give_scores(quarter, read.given, by=request.user, at=timezone.now())
                messages.success(request, f"已导入 {len(read.given)} 个评分，{done.changed} 个单位的得分有变化。")
                return redirect(address("quarter-scores", quarter))
        except Refused as error:
            refused = error.message
    context = _context(request, quarter, 1, {}, refused) | {"cells": cells}
    return render(request, "assessments/quarters/grid.html", context, status=422)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _part(quarter: Quarter, number: int) -> list[Entry]:
    rows = Entry.objects.filter(quarter=quarter, accounts__gt=0).order_by("unit__path").defer("facts", "result")
    return list(rows[(number - 1) * SIZE : number * SIZE])


def _read(request: HttpRequest, quarter: Quarter, number: int) -> tuple[list[Given], dict[str, str]]:
    given, faults = [], {}
    for entry in _part(quarter, number):
        for indicator in hand_indicators(quarter):
            name = f"s-{entry.pk}-{indicator.code}"
            if name not in request.POST:
                continue
            text, shown = request.POST[name].strip(), request.POST.get(f"was-{name}")
            if text == shown:
                continue
            value, most = None, limit_of(indicator)
            try:
                value = Decimal(text) if text else None
                fine = value is None or (value.is_finite() and 0 <= value <= most and value == round(value, 2))
            except InvalidOperation:
                fine = False
            if not fine:
                faults[name] = f"{entry.unit_name}“{indicator.label}”应为 0 到 {most.normalize():f}，至多两位小数。"
            else:
                given.append(Given(entry.pk, indicator.code, value, shown=shown))
    return given, faults


def _context(
    request: HttpRequest, quarter: Quarter, number: int, faults: dict[str, str], refused: str
) -> dict[str, Any]:
    entries, indicators = _part(quarter, number), hand_indicators(quarter)
    pks = [entry.pk for entry in entries]
    mine = {(row.entry_id, row.indicator): row for row in HandScore.objects.filter(entry__in=pks, account__isnull=True)}
    theirs = {(row.entry_id, row.indicator): row for row in SelfScore.objects.filter(entry__in=pks)}
    rows = []
    for entry in entries:
        cells = []
        for one in indicators:
            name, own = f"s-{entry.pk}-{one.code}", mine.get((entry.pk, one.code))
            kept = plain(own.value if own else None)
            text = request.POST.get(name, kept)
            cells.append({"name": name, "text": text, "kept": kept,
                          "self": theirs.get((entry.pk, one.code)), "fault": name in faults,
                          "label": f"{entry.unit_name} {one.label}", "most": limit_of(one)})  # fmt: skip
        rows.append({"entry": entry, "cells": cells})
    total = Entry.objects.filter(quarter=quarter, accounts__gt=0).count()
    pages = max(1, -(-total // SIZE))
    return {
        "title": f"{quarter.words} · 人工评分", "quarter": quarter, "rows": rows, "indicators": indicators,
        "faults": list(faults.values()), "refused": refused, "number": number, "pages": pages,
        "home": address("quarter", quarter), "sheet_url": address("quarter-scores-sheet", quarter),
        "import_url": address("quarter-scores-import", quarter), "form": SheetForm(),
        "here": address("quarter-scores", quarter),
    }  # fmt: skip
