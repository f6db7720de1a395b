"""Filling in a filing on its pages (填报): begin, tasks, people, papers, check, hand in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

from filings.models import Filing
from newmedia_portal.demo.answers import answers_for, pdf

from .desk import Desk

EVENT = date(2025, 9, 22)


def begin(desk: Desk, kind: str, variant: str = "standard", account: str = "") -> Filing:
    """Say what happened and for which account; return the draft whose task list is now open."""
    desk.go("/filings/new/").press(f"begin-{kind}")
    desk.page.check(f"[name=variant][value={variant}]")
    if account:
        options = desk.page.locator("#id_account option").all_inner_texts()
        desk.page.select_option("#id_account", label=next(text for text in options if text.startswith(account)))
    desk.press("start")
    return current(desk)


def current(desk: Desk) -> Filing:
    """Return the filing that the open page is about."""
    found = re.search(r"/filings/(\d+)/", desk.address)
    assert found is not None, f"{desk.address} is no page of a filing"
    return Filing.objects.get(pk=found[1])


def fill_in(desk: Desk, filing: Filing, *, name: str, handle: str, event: date = EVENT, **own: Any) -> None:
    """Answer every task in order, as the pages lead on, until the papers or the check page."""
    answers = {**answers_for(filing, name=name, handle=handle, event=event), **own}
    if functions := filing.edition.edition.functions:
        answers["functions"] = list(functions[:2])
    desk.follow(desk.page.locator("[data-testid^=task-]:not([data-testid=task-papers])").first)
    while "/task/" in desk.address:
        for question, value in answers.items():
            desk.answer(question, value)
        if desk.page.locator("[data-rows=team]").count():
            name_people(desk, filing)
        place = desk.address
        desk.press("save")
        assert desk.address != place, desk.page.locator("main").inner_text()


def name_people(desk: Desk, filing: Filing) -> None:
    """Fill every row without a name, and add rows until the counts of the edition are met."""
    kind = filing.edition.edition.filing_kind(filing.kind, filing.variant)
    present: Counter[str] = Counter()
    rows = desk.page.locator("[data-row]:visible")
    for number in range(rows.count()):
        row = rows.nth(number)
        present[row.locator("[name$=-role]").input_value()] += 1
        if not row.locator("[name$=-name]").input_value():
            write_person(row, number)
    for need in filing.edition.edition.requirements(kind.roles, filing.unit.kind):
        for _ in range(need.min - present[need.role]):
            desk.page.click("[data-testid=add-person]")
            row = rows.last
            row.locator("[name$=-role]").select_option(need.role)
            write_person(row, rows.count())


def write_person(row: Any, number: int) -> None:
    """Write a plainly artificial person into a row."""
    row.locator("[name$=-name]").fill(f"陈某{'一二三四五六七八九十'[number % 10]}")
    row.locator("[name$=-title]").fill("工作人员")
    row.locator("[name$=-mobile]").fill(f"1390000{number:04d}")


def upload_papers(desk: Desk) -> None:
    """Upload a small file for every paper that is not optional; nothing where no paper is asked."""
    if "/papers/" not in desk.address:
        return
    codes = desk.page.locator("section.card:not(:has(.sub:text-is('选填'))) [data-testid^=upload-]")
    for code in [button.get_attribute("data-testid").removeprefix("upload-") for button in codes.all()]:
        desk.page.set_input_files(
            f"#file-{code}", {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": pdf(code)}
        )
        desk.press(f"upload-{code}")
        assert desk.sees(f"{code}.pdf")
    desk.press("go-check")


def hand_in(desk: Desk) -> str:
    """Hand in from the check page; return the number on the receipt."""
    desk.press("submit")
    assert desk.address.endswith("/receipt/"), desk.page.locator("main").inner_text()
    return desk.text("filing-no")


def file_it(desk: Desk, kind: str, *, name: str, handle: str, variant: str = "standard", **more: Any) -> Filing:
    """Go the whole way from the choice of the kind to the receipt."""
    filing = begin(desk, kind, variant, more.pop("account", ""))
    fill_in(desk, filing, name=name, handle=handle, **more)
    upload_papers(desk)
    hand_in(desk)
    return current(desk)


def decide(desk: Desk, filing: Filing, verb: str = "approve", opinion: str = "") -> None:
    """Open the filing from one's own list of what waits, and decide it."""
    desk.go("/todo/")
    link = desk.page.locator(f"main a[href='/filings/{filing.pk}/']").first
    desk.follow(link)
    if opinion:
        desk.page.fill("#id_opinion", opinion)
    desk.press(verb)
    assert desk.page.locator("[data-testid=error-summary]").count() == 0, desk.text("error-summary")
