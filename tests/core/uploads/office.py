"""Building DOCX, XLSX and OFD part by part, so that a test can put into them what must not be there."""

import io
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFD = "http://www.ofdspec.org/2016"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
Parts = dict[str, str | bytes]
MAIN = "application/vnd.openxmlformats-officedocument"


def relation(kind: str, target: str, mode: str = "") -> str:
    """Return one relation of a part."""
    told = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r" Type="{R}/{kind}" Target="{target}"{told}/>'


def relations(*said: str) -> str:
    return f'<Relationships xmlns="{RELS}">{"".join(said)}</Relationships>'


def docx_parts(body: str = "<w:p><w:r><w:t>示例</w:t></w:r></w:p>", types: str = "") -> Parts:
    main = f'<Override PartName="/word/document.xml" ContentType="{MAIN}.wordprocessingml.document.main+xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f"{main}{types}</Types>",
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }


def xlsx_parts(cells: str = "<c><v>1</v></c>", types: str = "") -> Parts:
    main = f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.spreadsheetml.sheet.main+xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f"{main}{types}</Types>",
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}"><sheets/></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row>{cells}</row></sheetData></worksheet>',
    }


def ofd_parts(root: str = "Doc_0/Document.xml") -> Parts:
    return {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages/></ofd:Document>',
    }


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the parts as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(**more: str | bytes) -> bytes:
    return packed({**docx_parts(), **more})


def with_part(parts: Parts, name: str, content: str | bytes) -> bytes:
    return packed({**parts, name: content})


def zeros(size: int) -> bytes:
    """Return so many zero bytes, deflated: one block of a megabyte, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (size // (1024 * 1024)) + b"\x03\x00"


def lying(parts: Parts, name: str, body: bytes, said: int, *, flags: int = 0) -> bytes:
    """Return a zip with one more part of deflated bytes that claims to unpack to `said` bytes."""
    base = packed(parts)
    end = base.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", base[end + 10 : end + 20])
    raw = name.encode()
    fields = (20, flags, 8, 0, 0, 0, len(body), said, len(raw), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + raw + body
    row = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, *fields, 0, 0, 0, 0, start) + raw
    table = base[start : start + length] + row
    ending = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(table), start + len(local), 0)
    return base[:start] + local + table + ending


def overlapping(parts: Parts, copies: int = 400) -> bytes:
    """Return a zip in which many names of the table share one packed part."""
    base = lying(parts, "word/media/a0.bin", zeros(4 * 1024 * 1024), 4 * 1024 * 1024)
    end = base.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", base[end + 10 : end + 20])
    table = base[start : start + length]
    row = table[table.rindex(b"PK\x01\x02") :]
    rows = b"".join(row.replace(b"a0.bin", b"%06d" % n) for n in range(copies))
    held = table + rows
    total = count + copies
    return base[:start] + held + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, total, total, len(held), start, 0)


def instruction_free() -> str:
    """Return the body of a document with the fields that offices use: page numbers, dates, a table of contents."""
    said = ("PAGE", "NUMPAGES", 'DATE \\@ "yyyy年M月d日"', 'TOC \\o "1-3" \\h', 'HYPERLINK "https://www.example.cn/"')
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{word}"/></w:r>' for word in ("begin", "end"))
    return "".join(f"<w:p>{begin}<w:r><w:instrText>{one}</w:instrText></w:r>{end}</w:p>" for one in said)
