"""Official paper (公文与表单) from one set of data in three layers: print page, PDF, Word file."""

from .html import to_html
from .model import (
    Block,
    Body,
    Cell,
    Changed,
    Check,
    Checks,
    Grid,
    Heading,
    Items,
    Layout,
    Note,
    Opinion,
    Paper,
    Papers,
    Paragraphs,
    Picture,
    SignatureBox,
    Table,
)
from .pdf import PdfUnavailable, to_pdf
from .responding import kind_asked, respond
from .word import to_docx

__all__ = [
    "Block",
    "Body",
    "Cell",
    "Changed",
    "Check",
    "Checks",
    "Grid",
    "Heading",
    "Items",
    "Layout",
    "Note",
    "Opinion",
    "Paper",
    "Papers",
    "Paragraphs",
    "PdfUnavailable",
    "Picture",
    "SignatureBox",
    "Table",
    "kind_asked",
    "respond",
    "to_docx",
    "to_html",
    "to_pdf",
]
