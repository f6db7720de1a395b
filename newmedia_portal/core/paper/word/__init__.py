"""The paper as a Word file (Word 文件), for offices that go on writing in it.

python-docx is imported only when a file is made.
"""

import io
from datetime import datetime

from ..model import Papers, several
from ..texts import cleaned

__all__ = ["to_docx"]


def to_docx(papers: Papers, *, at: datetime | None = None) -> bytes:
    """Return one Word file, a section for every sheet; `at` is the moment that the file says it was made."""
    import docx

    from .blocks import Writer
    from .sections import next_section, prepare, set_up
    from .titles import write_titles

    every = [cleaned(paper) for paper in several(papers)]
    document = docx.Document()
    prepare(document, every[0].title, at)
    first = True
    for paper in every:
        for mark in paper.sheets:
            set_up(next_section(document, first=first), paper)
            first = False
            writer = Writer(document, paper)
            write_titles(writer, mark)
            for block in paper.blocks:
                writer.write(block)
            if paper.qr_text and not paper.qr_head:
                writer.code()
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
