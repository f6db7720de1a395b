"""The paper form of an edition filled with a filing (备案登记表)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newmedia_portal.core.workflow import chain
from newmedia_portal.regimes.schema import PrintForm

from .compare import text_of
from .content import kind_of, shown_team
from .models import Filing
from .plan import authority_of

OTHER = "其他"
#: What a row of the form says that this kind of filing does not ask.
NOT_ASKED = "/"
COLUMN_LABELS = {"name": "姓名", "post": "职务", "office_phone": "办公电话", "phone": "手机号码", "email": "电子邮箱"}
COLUMN_KEYS = {"name": "name", "post": "title", "office_phone": "office_phone", "phone": "mobile", "email": "email"}
#: Columns of the printed table beside its labels; every number of columns up to six divides it.
WIDTH = 60


@dataclass(frozen=True)
class Row:
    """One row of the form: a text, or people with their columns."""

    label: str
    text: str = ""
    columns: tuple[str, ...] = ()
    people: tuple[tuple[str, ...], ...] = ()

    @property
    def heads(self) -> list[tuple[str, int]]:
        """The column labels, each with the width it takes of the form."""
        return [(column, WIDTH // len(self.columns)) for column in self.columns]

    @property
    def lines(self) -> list[list[tuple[str, int]]]:
        """The people, cell by cell, in the widths of the heads."""
        return [[(value, WIDTH // len(person)) for value in person] for person in self.people]


@dataclass(frozen=True)
class Box:
    """A box for an opinion: what was decided, by whom and when; empty until then."""

    label: str
    signature: str
    seal: str
    opinion: str = ""
    signer: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Sheet:
    """The whole form."""

    title: str
    copy_labels: tuple[str, ...]
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    remarks: tuple[str, ...]


def sheet_of(filing: Filing) -> Sheet | None:
    """Return the filled form, or None where the edition has none for this kind."""
    code = kind_of(filing).print_form
    if not code:
        return None
    form = filing.edition.edition.print_form(code)
    labels = (
        form.copy_labels
        if len(form.copy_labels) == form.copies
        else tuple(f"第{n}份" if form.copies > 1 else "" for n in range(1, form.copies + 1))
    )
    rows = tuple(_row(filing, row) for row in form.rows)
    return Sheet(form.title, labels, rows, _boxes(filing, form), _remarks(filing, form))


def _row(filing: Filing, row: Any) -> Row:
    if row.people is not None:
        members = [m for m in shown_team(filing.team) if m["role"] == row.people.role] or [{}]
        keys = [COLUMN_KEYS[column] for column in row.people.columns]
        people = tuple(tuple(str(member.get(key, "")) for key in keys) for member in members)
        return Row(row.label or row.people.label, "", tuple(COLUMN_LABELS[c] for c in row.people.columns), people)
    if row.unit_name:
        return Row(row.label, filing.unit.name)
    texts = [text_of(code, _answer(filing, code)) for code in row.fields]
    said = ";".join(text for text in texts if text)
    if row.options:
        ticked = [option for option in row.options if option.removeprefix("官方") in said]
        ticked = ticked or [option for option in row.options if said and option.startswith(OTHER)]
        return Row(row.label, "  ".join(_ticked(option, said, option in ticked) for option in row.options))
    asked = any(kind_of(filing).asks(code) for code in row.fields)
    return Row(row.label, said or ("未填写" if asked else NOT_ASKED))


def _ticked(option: str, said: str, on: bool) -> str:
    """Return an option with its box; 其他 tells what it stands for."""
    named = f"{option}({said})" if on and option.startswith(OTHER) else option
    return f"{'■' if on else '□'} {named}"


def _remarks(filing: Filing, form: PrintForm) -> tuple[str, ...]:
    """Return the remarks; a line that ends in a colon asks for the contact of the authority."""
    authority = authority_of(filing.unit)
    contact = filing.edition.edition.authority.contact or (authority.contact_phone if authority else "")
    return tuple(f"{remark}{contact}" if remark.endswith(("：", ":")) else remark for remark in form.remarks)


def _answer(filing: Filing, code: str) -> Any:
    if code in filing.data:
        return filing.data[code]
    return filing.before.get(code)


def _boxes(filing: Filing, form: PrintForm) -> tuple[Box, ...]:
    by_step = {step.code: step.print_box for step in kind_of(filing).chain}
    run = chain.runs_of(filing).last()
    decisions = list(run.decisions.filter(verb="approve").select_related("by", "step")) if run else []
    boxes = []
    for box in form.boxes:
        own = [d for d in decisions if d.step and by_step.get(d.step.code) == box.code]
        last = own[-1] if own else None
        opinion = ";".join(dict.fromkeys(d.opinion for d in own if d.opinion))
        signer = str(last.by) if last and last.by else ""
        boxes.append(Box(box.label, box.signature, box.seal, opinion, signer, last.at if last else None))
    return tuple(boxes)
