"""Reading papers back: what a reader finds in the PDF, the Word file and the page."""

import html
import io
import re
import zipfile
from typing import Any

import pypdf
import pypdfium2 as pdfium
from docx import Document
from PIL import Image

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text: str) -> str:
    """Return a text without white space and signs of no width, so that only line breaking differs."""
    return re.sub(r"[\s\u200b\u3000]+", "", text)


def pdf_pages(pdf: bytes) -> list[str]:
    """Return the text of each page of a PDF, squeezed."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def pdf_picture(pdf: bytes, page: int = 0, scale: float = 3) -> Image.Image:
    """Return a page of a PDF as a picture."""
    document = pdfium.PdfDocument(pdf)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def catalog(pdf: bytes) -> Any:
    """Return the root of a PDF."""
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def docx_text(content: bytes) -> str:
    """Return every text of a Word file, footers too, squeezed."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]
    return squeezed("".join(node.text or "" for part in parts for node in part.iter(f"{W}t")))


def docx_xml(content: bytes, part: str = "word/document.xml") -> str:
    """Return a part of a Word file; a broken file raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return packed.read(part).decode()


def page_text(markup: str) -> str:
    """Return the text of a page without its markup, squeezed."""
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def pdf_lines(pdf: bytes) -> list[list[tuple[float, float, float]]]:
    """Return for each page of a PDF its level lines: left, right and height in points."""
    document = pdfium.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            bounds = [one.get_bounds() for one in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH])]
            pages.append([(left, right, low) for left, low, right, high in bounds if high - low < 2 < right - left])
        return pages
    finally:
        document.close()


def pdf_places(pdf: bytes, text: str) -> list[tuple[int, float, float, float]]:
    """Return where a text stands in a PDF, each time: page, left, bottom and top in points."""
    document = pdfium.PdfDocument(pdf)
    found = []
    try:
        for number, page in enumerate(document):
            held = page.get_textpage()
            search = held.search(text, match_case=True)
            while (hit := search.get_next()) is not None:
                boxes = [held.get_charbox(n) for n in range(hit[0], hit[0] + hit[1])]
                found.append((number, min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[3] for b in boxes)))
        return found
    finally:
        document.close()
