"""The paper form of an edition filled with a filing (备案登记表)."""

from collections.abc import Iterable
from typing import Any

from newmedia_portal.core.paper import Block, Cell, Check, Checks, Grid, Note, Opinion, Paper
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.states import Verb
from newmedia_portal.regimes.schema import PrintForm

from .codes import Code
from .compare import text_of
from .content import kind_of, shown_team
from .models import Filing
from .plan import authority_of

OTHER = "其他"
#: What a row of the form says that this kind of filing does not ask.
NOT_ASKED = "/"
COLUMN_LABELS = {"name": "姓名", "post": "职务", "office_phone": "办公电话", "phone": "手机号码", "email": "电子邮箱"}
COLUMN_KEYS = {"name": "name", "post": "title", "office_phone": "office_phone", "phone": "mobile", "email": "email"}
#: Widths of a label and of what stands beside it; every number of columns up to six divides the latter.
LABEL, WIDTH = 17, 60


def form_of(filing: Filing, *, code: Code | None = None) -> Paper | None:
    """Return the filled form with its copies and its square code, or None where the edition has none for this kind."""
    name = kind_of(filing).print_form
    if not name:
        return None
    form = filing.edition.edition.print_form(name)
    labels = (
        form.copy_labels
        if len(form.copy_labels) == form.copies
        else tuple(f"第{n}份" if form.copies > 1 else "" for n in range(1, form.copies + 1))
    )
    rows = [line for row in form.rows for line in _row(filing, row)] + _boxes(filing, form)
    remarks = _remarks(filing, form)
    blocks: tuple[Block, ...] = (Grid(tuple(rows)), *([Note(remarks)] if remarks else []))
    code = code or Code()
    return Paper(
        form.title,
        blocks,
        number=f"编号 {filing.number or '（草稿）'}",
        copies=labels,
        qr_text=code.text,
        qr_lines=code.brief,
        qr_label=code.label or "二维码",
        qr_head=True,
    )


def labelled(label: str, content: Any, widths: tuple[int, int] = (LABEL, WIDTH)) -> tuple[Cell, Cell]:
    """Return a row of a label and what stands beside it."""
    return Cell(label, widths[0], head="row"), Cell(content, widths[1])


def _row(filing: Filing, row: Any) -> list[tuple[Cell, ...]]:
    if row.people is not None:
        return _people(filing, row)
    if row.unit_name:
        return [labelled(row.label, filing.unit.name)]
    texts = [text_of(code, _answer(filing, code)) for code in row.fields]
    said = _joined(texts)
    if row.options:
        ticked = [option for option in row.options if option.removeprefix("官方") in said]
        ticked = ticked or [option for option in row.options if said and option.startswith(OTHER)]
        boxes = tuple(_option(option, said, option in ticked) for option in row.options)
        return [labelled(row.label, Checks(boxes))]
    asked = any(kind_of(filing).asks(code) for code in row.fields)
    return [labelled(row.label, said or ("未填写" if asked else NOT_ASKED))]


def _people(filing: Filing, row: Any) -> list[tuple[Cell, ...]]:
    """Return people with their columns, the label of the row beside them all."""
    members = [m for m in shown_team(filing.team) if m["role"] == row.people.role] or [{}]
    columns = row.people.columns
    span = WIDTH // len(columns)
    heads = (Cell(COLUMN_LABELS[column], span, head="col") for column in columns)
    lines = [tuple(Cell(str(m.get(COLUMN_KEYS[column], "")), span) for column in columns) for m in members]
    return [(Cell(row.label or row.people.label, LABEL, down=len(lines) + 1, head="row"), *heads), *lines]


def _option(option: str, said: str, on: bool) -> Check:
    """Return an option with its box; 其他 tells what it stands for."""
    named = said.removeprefix(f"{OTHER}；")
    return Check(f"{option}（{named}）" if on and option.startswith(OTHER) else option, on)


def _remarks(filing: Filing, form: PrintForm) -> tuple[str, ...]:
    """Return the remarks; a line that ends in a colon asks for the contact of the authority."""
    authority = authority_of(filing.unit)
    contact = filing.edition.edition.authority.contact or (authority.contact_phone if authority else "")
    return tuple(f"{remark}{contact}" if remark.endswith(("：", ":")) else remark for remark in form.remarks)


def _answer(filing: Filing, code: str) -> Any:
    if code in filing.data:
        return filing.data[code]
    return filing.before.get(code)


def _boxes(filing: Filing, form: PrintForm) -> list[tuple[Cell, ...]]:
    """Return a box for each opinion: what was decided (同意 where nothing was written), by whom, day and hour."""
    by_step = {step.code: step.print_box for step in kind_of(filing).chain}
    run = chain.runs_of(filing).last()
    decisions = list(run.decisions.filter(verb="approve").select_related("by", "step")) if run else []
    boxes: list[tuple[Cell, ...]] = []
    for box in form.boxes:
        own = [d for d in decisions if d.step and by_step.get(d.step.code) == box.code]
        last = own[-1] if own else None
        said = _joined(dict.fromkeys(d.opinion for d in own)) or (f"{Verb.APPROVE.label}。" if own else "")
        signer = str(last.by) if last and last.by else ""
        moment = last.at if last else None
        if by_step.get(_told(filing)) == box.code and filing.upward.acknowledged_at is not None:
            signer, moment = str(filing.upward.acknowledged_by), filing.upward.acknowledged_at
            said = filing.upward.note or "知悉。"
        boxes.append(labelled(box.label, Opinion(said, box.signature, signer, box.seal, moment)))
    return boxes


def _joined(texts: Iterable[str]) -> str:
    """Return the texts as one sentence; only the last keeps its full stop."""
    *before, last = [text for text in texts if text] or [""]
    return "；".join([*(text.rstrip("。；") for text in before), last])


def _told(filing: Filing) -> str:
    """Return the step by which the filing was told upward; empty where it was not."""
    receipt = getattr(filing, "upward", None)
    return next((step.code for step in kind_of(filing).chain if receipt and step.label == receipt.label), "")
