"""Reading markup of a stranger piece by piece (XML 检查): no document type, no entity, bounded depth; nothing kept."""

from typing import Any
from xml.parsers import expat

from . import faults

MOST_DEPTH = 300


class Reader:
    """Reads one part with expat; whatever declares a document type or an entity is refused, in any encoding."""

    def __init__(self) -> None:
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=None)
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = _declared
        self.parser.EntityDeclHandler = _declared
        self.parser.buffer_text = True
        self.watch()

    def watch(self) -> None:
        """Hang the handlers of a kind of part on the parser."""

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        self.parser.Parse(chunk, False)

    def close(self) -> None:
        """Read to the end; what is not well formed raises ExpatError."""
        self.parser.Parse(b"", True)

    def enter(self) -> None:
        """Count the depth of elements; a tower of them is refused."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise faults.failed()


def local(name: str) -> str:
    """Return the name of an element without its prefix."""
    return name.rpartition(":")[2]


def _declared(*_: Any) -> None:
    raise faults.unsafe("文件内含外部实体声明", "请用 Office、WPS 或 OFD 软件打开原文件，另存后再上传。")
