"""Formulas before every text that people have written (公式注入): no cell of any workbook or table becomes one."""

import csv
import io
import re
from collections import Counter
from itertools import cycle

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import load_workbook

from tests.core.workbook.test_writer import PAYLOADS
from tests.soaking import keep_result

from .poisoning import poison
from .walk import LINK, addresses, route_of

pytestmark = [pytest.mark.browser, pytest.mark.soak]

CAST = ("gejiu-registrar", "gejiu-director", "gejiu-line", "gejiu-operator", "jiusan-registrar", "taibai-operator",
        "sysadmin", "secadmin", "auditor")  # fmt: skip
FILE = re.compile(r"export=|export|workbook|xlsx|csv|book|download|template|list-file|file/")
OF_LIST = re.compile(r'href="(\?[^"]*export=xlsx[^"]*)"')
INJECTED = re.compile(r"1\+1|SUM\(A1|HYPERLINK|cmd\|")  # a score sheet has formulas of its own
DANGEROUS = re.compile(r"[=+@\t\r＝＋－＠-]")
NUMBER = re.compile(r"[+-]?[\d.,]+%?")
USUAL = 3


def files(username):
    """Yield address, kind and content of every table that a person is offered, a few of each route."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    known, visits = set(), Counter()
    for _, address, html in addresses(username):
        own = [address.partition("?")[0] + link for link in OF_LIST.findall(html)]
        for link in [*own, *LINK.findall(html)]:
            link = link.replace("&amp;", "&").partition("#")[0]
            if link in known or not FILE.search(link) or visits[route_of(link)] >= USUAL:
                continue
            known.add(link)
            answer = client.get(link)
            kind = answer["Content-Type"]
            if answer.status_code == 200 and ("spreadsheetml" in kind or "csv" in kind):
                visits[route_of(link)] += 1
                yield link, "csv" if "csv" in kind else "xlsx", b"".join(answer)


def texts_of_table(content):
    """Return the cells of a CSV file that a spreadsheet would take for a formula, and those that were kept from it."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    return (
        [cell for cell in cells if DANGEROUS.match(cell) and not NUMBER.fullmatch(cell)],
        sum(cell.startswith("'") for cell in cells),
    )


def texts_of_book(content):
    """Return the formulas of a workbook that hold a payload, and how many texts begin like one."""
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if cell.data_type == "s" and isinstance(cell.value, str)]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f" and INJECTED.search(str(cell.value))]
    return formulas, sum(bool(DANGEROUS.match(text)) for text in texts)


def test_no_text_becomes_a_formula_in_any_file(site, db):
    poisoned = poison(cycle([one for one in PAYLOADS if "\0" not in one]), before=True)
    wrong, kept, routes = [], 0, Counter()
    for username in CAST:
        for address, kind, content in files(username):
            formulas, harmless = texts_of_table(content) if kind == "csv" else texts_of_book(content)
            wrong += [(username, address, formula) for formula in formulas]
            kept += harmless
            routes[route_of(address)] += 1

    keep_result(
        "formulas_everywhere",
        label="所有文字里的公式注入，逐个导出文件",
        threshold="0 个公式格",
        figures={
            "文字列": len(poisoned), "文字": poisoned.total(), "文件": routes.total(), "导出种类": len(routes),
            "像公式而仍是文字的格": kept, "公式格": len(wrong),
        },
        held=not wrong,
    )  # fmt: skip
    print(routes)  # noqa: T201
    assert wrong == []
    assert len(routes) > 10
    assert kept > 1000
