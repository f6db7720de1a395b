"""What a paper is made of (公文与表单): blocks of frozen data, the same for the page, the PDF and the Word file.

Texts are plain: no markup of any layer means anything in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from .texts import day_text


class Layout(StrEnum):
    """How the sheet is set up: a form with narrow margins, a letter by GB/T 9704, a wide list."""

    FORM = "form"
    LETTER = "letter"
    WIDE = "wide"


@dataclass(frozen=True)
class Changed:
    """A text that took the place of another (变更): the old one struck through, then the new one."""

    old: str
    new: str


@dataclass(frozen=True)
class Check:
    """An option with its box (勾选项)."""

    label: str
    on: bool = False


@dataclass(frozen=True)
class Checks:
    """Options side by side."""

    options: tuple[Check, ...]


@dataclass(frozen=True)
class Opinion:
    """An opinion with name, seal and day (意见栏); what is not yet known leaves room for the hand.

    `on` may be a moment, then the time is printed too.
    """

    text: str = ""
    signature: str = "负责人签字"
    signer: str = ""
    seal: str = ""
    on: date | None = None

    @property
    def day(self) -> str:
        """The day as it is printed."""
        return day_text(self.on)


Content: TypeAlias = str | Changed | Checks | Opinion


@dataclass(frozen=True)
class Cell:
    """One box of a grid: `span` in units of the grid's width, `down` in rows; `head` says what it names."""

    content: Content = ""
    span: int = 1
    down: int = 1
    head: Literal["", "row", "col"] = ""


@dataclass(frozen=True)
class Grid:
    """Rows of boxes that fill the same width (登记表); a row names only the cells that begin in it."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class SignatureBox:
    """A box of its own for an opinion, a signature and a seal; it stands whole on one page."""

    label: str
    opinion: Opinion = Opinion()


@dataclass(frozen=True)
class Heading:
    """A heading inside a paper; level 1 is the highest below the title, 3 the lowest."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Items:
    """A list of points."""

    texts: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture (PNG or JPEG) with the words for those who cannot see it; `width` in millimetres."""

    data: bytes
    alt: str
    caption: str = ""
    width: int = 120

    @property
    def media_type(self) -> str:
        """The kind of picture, told by its first bytes; nothing for what is neither."""
        if self.data.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png"
        return "image/jpeg" if self.data.startswith(b"\xff\xd8\xff") else ""


Part: TypeAlias = str | Heading | Items | Picture


@dataclass(frozen=True)
class Body:
    """Running text: paragraphs, headings, lists, pictures."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Paragraphs:
    """The text of an official letter: 主送, 正文, 附件, 落款 with its day."""

    body: tuple[Part, ...]
    to: str = ""
    attachments: tuple[str, ...] = ()
    signer: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Table:
    """A headed list of any length; the head stands on every page. `widths` are shares, `right` columns of numbers."""

    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    widths: tuple[int, ...] = ()
    right: frozenset[int] = frozenset()
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that does not fit the head."""
        if self.widths and len(self.widths) != len(self.heads):
            raise ValueError("as many widths as heads")
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("as many cells in each row as heads")


@dataclass(frozen=True)
class Note:
    """Remarks in small print (备注), numbered where there are several."""

    texts: tuple[str, ...]
    label: str = "备注"


Block: TypeAlias = Grid | SignatureBox | Paragraphs | Table | Body | Note


@dataclass(frozen=True)
class Paper:
    """One paper; every label of `copies` gives a sheet of its own (一式两份).

    `number` is printed as it is given. `qr_text` is printed as a code beside `qr_lines` at the end, or with `qr_head`
    small beside the title, its lines behind the number; `qr_label` tells those who cannot see it what it is. `footer`
    stands on every page.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    number: str = ""
    copies: tuple[str, ...] = ()
    footer: str = ""
    qr_text: str = ""
    qr_lines: tuple[str, ...] = ()
    qr_label: str = "二维码"
    qr_head: bool = False
    layout: Layout = Layout.FORM

    @property
    def head(self) -> str:
        """The line above the blocks: the number, and what belongs to a code beside the title."""
        lines = self.qr_lines if self.qr_head else ()
        return "\u3000".join(text for text in (self.number, *lines) if text)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The labels of the copies; one without a label where nothing else is said."""
        return self.copies or ("",)


Papers: TypeAlias = Paper | Sequence[Paper]


def several(papers: Papers) -> tuple[Paper, ...]:
    """Return one or more papers as a tuple."""
    return (papers,) if isinstance(papers, Paper) else tuple(papers)
