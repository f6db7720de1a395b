"""Print forms and the catalogue of documents (打印表与材料目录)."""

from typing import Annotated, Literal

from pydantic import Field

from newmedia_portal.regimes import vocabulary as v

from .base import Cited, Entry, Frozen, unique_by
from .filing import FieldCode, PaperCode, RoleCode


class PersonColumns(Frozen):
    """People printed on a form with chosen columns (人员栏)."""

    role: RoleCode
    label: str
    columns: tuple[Literal["name", "post", "office_phone", "phone", "email"], ...]


class PrintRow(Frozen):
    """One row of a paper form: fields of the filing, people, or free text; `clauses` names the field of the form."""

    label: str
    fields: tuple[FieldCode, ...] = ()
    unit_name: bool = False
    people: PersonColumns | None = None
    options: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    clauses: tuple[str, ...] = ()


class PrintBox(Cited):
    """A box for an opinion, a signature, a seal and a date (意见栏)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    label: str
    signature: str = "负责人签字"
    seal: str = "加盖单位公章"
    clauses: tuple[str, ...] = ()


class PrintForm(Entry):
    """A paper form as the regulation shows it (备案登记表)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    title: str
    copies: int = Field(ge=1, le=9)
    copy_labels: tuple[str, ...] = ()
    rows: tuple[PrintRow, ...]
    boxes: Annotated[tuple[PrintBox, ...], unique_by("意见栏", lambda box: box.code)] = ()
    remarks: tuple[str, ...] = ()


class Document(Entry):
    """A document the regulation asks for anywhere (制度材料)."""

    code: PaperCode
    label: str = ""
    asked_at: Literal["open", "change", "merge", "close", "legacy", "annual", "standing", "case"]

    @property
    def text(self) -> str:
        """The label readers see."""
        return self.label or v.PAPERS[self.code]
