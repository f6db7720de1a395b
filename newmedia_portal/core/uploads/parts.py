"""What the parts of DOCX, XLSX and OFD must not hold (部件检查): macros, embedded files, links outside, DDE."""

import re
import zipfile
from collections.abc import Sequence

from . import faults
from .markup import Reader, local

MOST_HEAD = 1024 * 1024
MAIN_TYPES = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
FORBIDDEN_TYPES = (b"macroEnabled", b"vbaProject", b"activeX", b"oleObject", b"sheet.binary")
SAVE_PLAIN = "请删去这些内容，另存为不含宏的 DOCX、XLSX，或打印为 PDF 后再上传。"
PART_RULES = (
    (re.compile(r"vbaproject|vbadata|macrosheets/|customui", re.I), "文件含有宏"),
    (re.compile(r"activex/", re.I), "文件嵌有控件"),
    (re.compile(r"embeddings/|afchunk|oleobject", re.I), "文件嵌有其他文件（OLE 对象）"),
    (re.compile(r"externallinks/|externalreferences/", re.I), "文件引用了别的文件"),
)
OFD_PARTS = frozenset(
    [
        "xml",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "jb2",
        "gbig2",
        "ttf",
        "otf",
        "ttc",
        "dat",
        "esl",
        "txt",
        "rels",
    ]
)
#: Links that a reader follows by a click and nothing loads by itself.
CLICKED = re.compile(r"^(?:https?://|mailto:|tel:|#|bookmark)", re.I)
DDE = re.compile(r"(?:^|[\s\\])(?:DDE(?:AUTO)?|INCLUDETEXT)(?=[\s\"]|$)", re.I)
DDE_FORMULA = re.compile(r"^[\s=+\-@]*[^\s!'|\"(]{1,60}\s*\|\s*'?[^|]*'?!|\b(?:DDE|CALL|REGISTER|EXEC)\s*\(", re.I)
MOST_TEXT = 64 * 1024


def document_kind(archive: zipfile.ZipFile) -> str:
    """Return docx, xlsx or ofd by the parts that make one; empty for any other archive."""
    names = set(archive.namelist())
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return ""
    with archive.open("[Content_Types].xml") as part:
        types = part.read(MOST_HEAD)
    if any(word.lower() in types.lower() for word in FORBIDDEN_TYPES):
        raise faults.unsafe("文件含有宏、控件或嵌入的文件", SAVE_PLAIN)
    return next((code for main, code in MAIN_TYPES.items() if main in types), "")


def check_part_names(code: str, names: Sequence[str]) -> None:
    """Refuse parts by their names; in an OFD only the kinds of part that its pages need."""
    if code == "ofd":
        ends = {name.rpartition(".")[2].lower() for name in names if "." in name.rpartition("/")[2]}
        if ends - OFD_PARTS:
            odd = "、".join(sorted(ends - OFD_PARTS)[:3])
            raise faults.unsafe(f"OFD 里夹带了其他文件（{odd}）", "请用 OFD 软件去掉附件，另存后再上传。")
        return
    for name in names:
        for pattern, what in PART_RULES:
            if pattern.search(name):
                raise faults.unsafe(what, SAVE_PLAIN)


class RelationsReader(Reader):
    """Reads the relations of a part: outside stand only links for a click, never anything that is loaded."""

    def watch(self) -> None:
        """Look at each relation."""
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode", "").lower() != "external":
            return
        kind, target = attributes.get("Type", "").rpartition("/")[2].lower(), attributes.get("Target", "").strip()
        if kind != "hyperlink" or not CLICKED.match(target):
            raise faults.unsafe(
                "文件会从外面读取内容（外部模板、图片或链接）", "请断开外部链接，或打印为 PDF 后再上传。"
            )


class DocumentReader(Reader):
    """Reads a part of a DOCX for fields that fetch or run something (DDE)."""

    def watch(self) -> None:
        """Collect the instructions of fields, however many runs they are spread over."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.inside, self.said = False, ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.enter()
        tag = local(name)
        if tag in ("instrText", "delInstrText"):
            self.inside, self.parser.CharacterDataHandler = True, self._text
        elif tag == "fldSimple":
            told = next((text for key, text in attributes.items() if local(key) == "instr"), "")
            self._judge(told)
        elif tag == "fldChar":
            self._judge(self.said)
            self.said = ""
        elif tag in ("altChunk", "OLEObject", "subDoc"):
            raise faults.unsafe("文件嵌有其他文件（OLE 对象）", SAVE_PLAIN)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.inside and local(name) in ("instrText", "delInstrText"):
            self.inside, self.parser.CharacterDataHandler = False, None

    def _text(self, text: str) -> None:
        self.said = (self.said + text)[-MOST_TEXT:]

    def close(self) -> None:
        """A field that never ends is judged too."""
        super().close()
        self._judge(self.said)

    def _judge(self, instruction: str) -> None:
        if instruction and DDE.search(instruction):
            raise faults.unsafe("文档含有会运行程序或读取别的文件的域（DDE）", SAVE_PLAIN)


class SheetReader(Reader):
    """Reads a sheet of an XLSX for formulas that run something (DDE)."""

    def watch(self) -> None:
        """Look into formulas only."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.inside, self.said = False, ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "f":
            self.inside, self.said, self.parser.CharacterDataHandler = True, "", self._text
        elif tag in ("oleObject", "control", "ddeLink"):
            raise faults.unsafe("文件嵌有其他文件（OLE 对象）", SAVE_PLAIN)

    def _end(self, name: str) -> None:
        if self.inside and local(name) == "f":
            self.inside, self.parser.CharacterDataHandler = False, None
            if DDE_FORMULA.search(self.said):
                raise faults.unsafe("表格公式会运行程序（DDE）", "请删去这些公式，只保留数值，另存后再上传。")

    def _text(self, text: str) -> None:
        self.said = (self.said + text)[-MOST_TEXT:]


class OfdReader(Reader):
    """Reads a part of an OFD: places outside the file and actions that leave the document are refused."""

    def watch(self) -> None:
        """Look at places and actions."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.inside, self.said = False, ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.enter()
        tag = local(name)
        if tag in ("DocRoot", "FileLoc", "BaseLoc", "MediaFile", "FontFile", "SignedValue"):
            self.inside, self.said, self.parser.CharacterDataHandler = True, "", self._text
        told = [text for key, text in attributes.items() if local(key) in ("BaseLoc", "FileRef", "FileLoc")]
        if any(_outside(text) for text in told):
            raise _leaves()
        if tag in ("GotoA", "URI", "Movie") and not CLICKED.match(attributes.get("URI", "http://")):
            raise _leaves()

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.inside:
            self.inside, self.parser.CharacterDataHandler = False, None
            if _outside(self.said):
                raise _leaves()

    def _text(self, text: str) -> None:
        self.said = (self.said + text)[-MOST_TEXT:]


def _outside(place: str) -> bool:
    """Whether a place inside an OFD points out of the file."""
    place = place.strip()
    return "\\" in place or ":" in place or place.startswith(("../../../", "//")) or "/../" in place


def _leaves() -> faults.UploadRefused:
    return faults.unsafe("OFD 引用了文件外面的位置", "请用 OFD 软件打开原文件，另存后再上传。")
