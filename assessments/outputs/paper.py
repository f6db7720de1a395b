"""A bulletin on official paper (通报公文): the letter by its layout, and its lists as wide attachments."""

from collections.abc import Sequence

from newmedia_portal.core.paper import Heading, Layout, Paper, Paragraphs, Table

from ..models import Bulletin, BulletinSection
from .states import BulletinState

RIGHT = frozenset({"得分", "检查数", "不合格数", "名次"})
CLOSING = "：:，,。 "
WIDTHS = {"序号": 6, "依据": 36, "问题类别": 26, "责任单位": 24, "新媒体名称": 24, "单位": 34}


def papers_of(bulletin: Bulletin, sections: Sequence[BulletinSection]) -> tuple[Paper, ...]:
    """Return the letter and one paper per attachment; a draft says on every page that it is one."""
    is_draft = bulletin.state != BulletinState.ISSUED
    mark = "草稿，未印发" if is_draft else ""
    body: list[str | Heading] = []
    for section in sections:
        if section.heading:
            body.append(Heading(section.heading))
        body.extend(line.strip() for line in section.text.splitlines() if line.strip())
    names = tuple(one["title"] for one in bulletin.lists)
    letter = Paper(
        bulletin.title,
        (
            Paragraphs(
                tuple(body),
                to=f"{bulletin.to.rstrip(CLOSING)}：" if bulletin.to else "",
                attachments=names,
                signer=bulletin.signer,
                on=bulletin.dated_on,
            ),
        ),
        number=bulletin.number,
        footer=mark,
        layout=Layout.LETTER,
    )
    return (letter, *(_attachment(number, one, mark) for number, one in enumerate(bulletin.lists)))


def _attachment(number: int, one: dict, mark: str) -> Paper:
    heads = ("序号", *one["heads"])
    rows = [(str(place), *row) for place, row in enumerate(one["rows"], start=1)]
    widths = tuple(WIDTHS.get(head, 14) for head in heads)
    right = frozenset(place for place, head in enumerate(heads) if head in RIGHT)
    table = Table(heads, rows, widths=widths, right=right)
    return Paper(one["title"], (table,), subtitle=f"附件 {number + 1}", footer=mark, layout=Layout.WIDE)
