"""Hostile and broken files: for each its name, its bytes, the fault it must be refused for, and words."""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from newmedia_portal.core.uploads import Fault
from tests.papers import pdf, picture

from .builders import (
    LAUGHS,
    MB,
    OLE,
    XXE,
    binary_book,
    bomb,
    commented,
    crowd,
    docx_with,
    external,
    formula,
    gapped,
    instruction,
    jpeg_of,
    moving_png,
    object_stream,
    ofd_with,
    packed_stream,
    png_of,
    text_bomb,
    utf16,
    xlsx_with,
)
from .office import OFD, docx_parts, lying, ofd_parts, overlapping, packed, zeros


@dataclass(frozen=True)
class Case:
    """One file that must not come in."""

    code: str
    name: str
    make: Callable[[], bytes]
    fault: Fault
    words: str


NAMES = [
    Case("rtlo", "通知\u202efdp.exe.pdf", pdf, Fault.UNSAFE, "改变文字方向"),
    Case("isolate", "通知\u2067gpj.pdf", pdf, Fault.UNSAFE, "改变文字方向"),
    Case("nul", "a\x00.pdf", pdf, Fault.UNSAFE, "控制字符"),
    Case("newline", "a\r\nX-Header: 1.pdf", pdf, Fault.UNSAFE, "控制字符"),
    Case("backslashes", "..\\..\\boot.pdf", pdf, Fault.UNSAFE, "路径符号"),
    Case("long", "长" * 130 + ".pdf", pdf, Fault.UNSAFE, "超过 120 个字"),
    Case("double-exe", "合同.exe.pdf", pdf, Fault.UNSAFE, "双重扩展名"),
    Case("double-php", "截图.php.png", picture, Fault.UNSAFE, "双重扩展名"),
    Case("pdf-exe", "合同.pdf.exe", pdf, Fault.TYPE, "扩展名与内容不符"),
    Case("pdf-as-jpg", "a.jpg", pdf, Fault.TYPE, "内容是 PDF"),
    Case("png-as-pdf", "a.pdf", picture, Fault.TYPE, "内容是 PNG"),
    Case("docx-as-xlsx", "a.xlsx", lambda: packed(docx_parts()), Fault.TYPE, "内容是 DOCX"),
    Case("no-end", "合同", pdf, Fault.TYPE, "改为 .pdf"),
    Case("stream-of-ntfs", "a.pdf:b.exe", pdf, Fault.TYPE, "扩展名与内容不符"),
]
TYPES = [
    Case("empty", "a.pdf", lambda: b"", Fault.EMPTY, "0 字节"),
    Case("exe", "a.exe", lambda: b"MZ\x90\x00" + bytes(64), Fault.TYPE, "程序文件"),
    Case("elf", "a.pdf", lambda: b"\x7fELF" + bytes(64), Fault.TYPE, "程序文件"),
    Case("script", "a.pdf", lambda: b"#!/bin/sh\n", Fault.TYPE, "程序脚本"),
    Case("svg-as-png", "a.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', Fault.TYPE, "SVG"),
    Case("svg-declared", "a.png", lambda: b'<?xml version="1.0"?>\n<svg onload="x"/>', Fault.TYPE, "SVG"),
    Case("html-as-pdf", "a.pdf", lambda: b"<!DOCTYPE html><script>1</script>", Fault.TYPE, "网页"),
    Case("php-as-png", "a.png", lambda: b"<?php system(1);", Fault.TYPE, "网页或标记"),
    Case("gif", "a.gif", lambda: b"GIF89a" + bytes(20), Fault.TYPE, "GIF"),
    Case("webp", "a.png", lambda: b"RIFF\x00\x00\x00\x00WEBPVP8 ", Fault.TYPE, "WebP"),
    Case("bmp", "a.bmp", lambda: b"BM" + bytes(20), Fault.TYPE, "BMP"),
    Case("tiff", "a.jpg", lambda: b"II*\x00" + bytes(20), Fault.TYPE, "TIFF"),
    Case("heic", "IMG_1.heic", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(20), Fault.TYPE, "兼容性最佳"),
    Case("heic-renamed", "IMG_1.jpg", lambda: b"\x00\x00\x00\x18ftypmif1" + bytes(20), Fault.TYPE, "截图后上传"),
    Case("video", "a.mp4", lambda: b"\x00\x00\x00\x18ftypisom" + bytes(20), Fault.TYPE, "视频"),
    Case("rtf", "a.docx", lambda: b"{\\rtf1 x}", Fault.TYPE, "RTF"),
    Case("rar", "a.rar", lambda: b"Rar!\x1a\x07" + bytes(20), Fault.TYPE, "RAR"),
    Case("gz", "a.pdf", lambda: b"\x1f\x8b\x08" + bytes(20), Fault.TYPE, "GZ"),
    Case("old-word", "a.doc", lambda: OLE, Fault.TYPE, "另存为 DOCX"),
    Case("locked-word", "a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), Fault.LOCKED, "去掉密码"),
    Case("plain-zip", "a.docx", lambda: packed({"a.txt": "x"}), Fault.TYPE, "ZIP"),
    Case("jar", "a.docx", lambda: packed({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe"}), Fault.TYPE, "ZIP"),
    Case("noise", "a.pdf", lambda: bytes(range(256)) * 4, Fault.TYPE, "不支持这种文件"),
    Case("too-large", "a.pdf", lambda: pdf() + bytes(20 * MB), Fault.LARGE, "超过 20 MB"),
]
PDFS = [
    Case("pdf-javascript", "a.pdf", lambda: pdf("x", b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), Fault.UNSAFE, "脚本"),
    Case("pdf-coded-name", "a.pdf", lambda: pdf("x", b"<</S/J#61vaScr#69pt/JS(1)>>"), Fault.UNSAFE, "脚本"),
    Case("pdf-launch", "a.pdf", lambda: pdf("x", b"<</S/Launch/F(cmd.exe)>>"), Fault.UNSAFE, "启动程序"),
    Case("pdf-embedded", "a.pdf", lambda: pdf("x", b"<</Names<</EmbeddedFiles 9 0 R>>>>"), Fault.UNSAFE, "附件"),
    Case("pdf-media", "a.pdf", lambda: pdf("x", b"<</Subtype/RichMedia>>"), Fault.UNSAFE, "多媒体"),
    Case("pdf-xfa", "a.pdf", lambda: pdf("x", b"<</AcroForm<</XFA[]>>>>"), Fault.UNSAFE, "动态表单"),
    Case("pdf-submit", "a.pdf", lambda: pdf("x", b"<</S/SubmitForm/F(http://x)>>"), Fault.UNSAFE, "发到外面"),
    Case("pdf-remote", "a.pdf", lambda: pdf("x", b"<</S/GoToR/F(//x/y.pdf)>>"), Fault.UNSAFE, "外面的文件"),
    Case("pdf-locked", "a.pdf", lambda: pdf(trailer=b"/Encrypt 5 0 R"), Fault.LOCKED, "去掉密码"),
    Case("pdf-hidden-script", "a.pdf", lambda: pdf("x", object_stream(b"<</S/JavaScript>>")), Fault.UNSAFE, "脚本"),
    Case(
        "pdf-hidden-coded",
        "a.pdf",
        lambda: pdf("x", object_stream(b"<</S/#4caunch>>", b"/Type/Obj#53tm/N 1/First 4/Filter/FlateDecode")),
        Fault.UNSAFE,
        "启动程序",
    ),
    Case(
        "pdf-odd-filter",
        "a.pdf",
        lambda: pdf("x", object_stream(b"<<>>", b"/Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]")),
        Fault.UNSAFE,
        "内部结构",
    ),
    Case("pdf-bomb", "a.pdf", lambda: pdf("x", packed_stream(b"\x78\x9c" + zeros(80 * MB))), Fault.LARGE, "展开后过大"),
    Case("pdf-cut", "a.pdf", lambda: pdf()[:-60], Fault.FAILED, "不完整"),
    Case("pdf-head-only", "a.pdf", lambda: b"%PDF-1.7\n", Fault.FAILED, "不完整"),
    Case("pdf-then-zip", "a.pdf", lambda: pdf() + packed({"a.txt": "x" * 50}), Fault.UNSAFE, "夹带"),
    Case("pdf-with-page", "a.pdf", lambda: b"%PDF-1.7\n<html><script>1</script>\n" + pdf(), Fault.UNSAFE, "夹带"),
]
ARCHIVES = [
    Case("zip-cut", "a.docx", lambda: packed(docx_parts())[:-40], Fault.FAILED, "不完整"),
    Case("zip-head", "a.docx", lambda: b"PK\x03\x04broken", Fault.FAILED, "损坏"),
    Case("zip-bomb", "a.docx", lambda: bomb(300, 300), Fault.LARGE, "展开"),
    Case("zip-lies", "a.docx", lambda: bomb(300, 1), Fault.LARGE, "展开"),
    Case("zip-ratio", "a.docx", lambda: bomb(40, 40), Fault.LARGE, "展开"),
    Case("zip-overlap", "a.docx", lambda: overlapping(docx_parts()), Fault.LARGE, "展开"),
    Case(
        "zip-many",
        "a.docx",
        crowd,
        Fault.LARGE,
        "展开",
    ),
    Case("zip-nested", "a.docx", docx_with("word/embeddings/b.zip", packed({"c": "x"})), Fault.UNSAFE, "嵌有"),
    Case("zip-locked", "a.docx", lambda: lying(docx_parts(), "word/a.xml", b"xx", 2, flags=1), Fault.LOCKED, "密码"),
    Case("zip-lzma", "a.docx", lambda: packed(docx_parts(), zipfile.ZIP_LZMA), Fault.UNSAFE, "压缩方式"),
    Case("zip-up", "a.docx", docx_with("../../etc/cron.d/x"), Fault.UNSAFE, "指向外面"),
    Case("zip-root", "a.docx", docx_with("/etc/x"), Fault.UNSAFE, "指向外面"),
    Case("zip-drive", "a.docx", docx_with("C:/x"), Fault.UNSAFE, "指向外面"),
    Case("zip-same-name", "a.docx", docx_with("WORD/document.xml", "<a/>"), Fault.UNSAFE, "重名"),
    Case("zip-tail", "a.docx", lambda: packed(docx_parts()) + b"<script>1</script>" * 3000, Fault.UNSAFE, "夹带"),
    Case("zip-comment", "a.docx", lambda: commented(b"<?php 1;"), Fault.UNSAFE, "夹带"),
    Case("zip-gap", "a.docx", lambda: gapped(200_000), Fault.UNSAFE, "夹带"),
    Case("docx-macro", "a.docx", docx_with("word/vbaProject.bin"), Fault.UNSAFE, "含有宏"),
    Case(
        "docx-macro-type",
        "a.docx",
        lambda: packed(docx_parts(types='<Default Extension="b" ContentType="application/vnd.ms-office.vbaProject"/>')),
        Fault.UNSAFE,
        "宏",
    ),
    Case("docx-control", "a.docx", docx_with("word/activeX/activeX1.xml", "<a/>"), Fault.UNSAFE, "控件"),
    Case("docx-ole", "a.docx", docx_with("word/embeddings/oleObject1.bin", OLE), Fault.UNSAFE, "OLE"),
    Case("docx-template", "a.docx", external("attachedTemplate", "http://x/t.dotm"), Fault.UNSAFE, "从外面读取"),
    Case("docx-picture", "a.docx", external("image", "http://x/pixel.png"), Fault.UNSAFE, "从外面读取"),
    Case("docx-frame", "a.docx", external("frame", "http://x/"), Fault.UNSAFE, "从外面读取"),
    Case("docx-file-link", "a.docx", external("hyperlink", "file://server/share/x.exe"), Fault.UNSAFE, "从外面读取"),
    Case("docx-script-link", "a.docx", external("hyperlink", "javascript:alert(1)"), Fault.UNSAFE, "从外面读取"),
    Case("docx-dde", "a.docx", lambda: packed(docx_parts(instruction("DDEAUTO c:\\x cmd"))), Fault.UNSAFE, "DDE"),
    Case("docx-dde-split", "a.docx", lambda: packed(docx_parts(instruction("DD", "EAU", "TO x"))), Fault.UNSAFE, "DDE"),
    Case("docx-include", "a.docx", lambda: packed(docx_parts(instruction("INCLUDETEXT x"))), Fault.UNSAFE, "DDE"),
    Case(
        "docx-simple-field",
        "a.docx",
        lambda: packed(docx_parts('<w:p><w:fldSimple w:instr="DDE excel x"/></w:p>')),
        Fault.UNSAFE,
        "DDE",
    ),
    Case("docx-chunk", "a.docx", lambda: packed(docx_parts("<w:altChunk/>")), Fault.UNSAFE, "OLE"),
    Case("docx-xxe", "a.docx", docx_with("word/settings.xml", XXE + "<a>&x;</a>"), Fault.UNSAFE, "外部实体"),
    Case("docx-laughs", "a.docx", docx_with("word/settings.xml", LAUGHS), Fault.UNSAFE, "外部实体"),
    Case("docx-xxe-utf16", "a.docx", docx_with("word/a.xml", utf16(LAUGHS)), Fault.UNSAFE, "外部实体"),
    Case("docx-tower", "a.docx", docx_with("word/a.xml", "<a>" * 5000 + "</a>" * 5000), Fault.FAILED, "不完整"),
    Case("docx-broken-xml", "a.docx", docx_with("word/styles.xml", "<a><b></a>"), Fault.FAILED, "不完整"),
    Case("docx-empty-part", "a.docx", docx_with("word/document.xml", b""), Fault.FAILED, "不完整"),
    Case("xlsx-macro", "a.xlsx", xlsx_with("xl/vbaProject.bin"), Fault.UNSAFE, "含有宏"),
    Case("xlsx-macrosheet", "a.xlsx", xlsx_with("xl/macrosheets/sheet1.xml", "<a/>"), Fault.UNSAFE, "含有宏"),
    Case("xlsx-outside", "a.xlsx", xlsx_with("xl/externalLinks/externalLink1.xml", "<a/>"), Fault.UNSAFE, "引用了别的"),
    Case("xlsx-ole", "a.xlsx", xlsx_with("xl/embeddings/oleObject1.bin", OLE), Fault.UNSAFE, "OLE"),
    Case("xlsx-dde", "a.xlsx", formula("cmd|'/c calc'!A0"), Fault.UNSAFE, "DDE"),
    Case("xlsx-call", "a.xlsx", formula("CALL(&quot;urlmon&quot;,1)"), Fault.UNSAFE, "DDE"),
    Case(
        "xlsx-binary",
        "a.xlsx",
        binary_book,
        Fault.UNSAFE,
        "宏",
    ),
    Case("ofd-up", "a.ofd", ofd_with("../../x.xml", "<a/>"), Fault.UNSAFE, "指向外面"),
    Case("ofd-program", "a.ofd", ofd_with("Doc_0/Attachs/a.exe"), Fault.UNSAFE, "夹带了其他文件"),
    Case("ofd-page", "a.ofd", ofd_with("Doc_0/Res/a.html"), Fault.UNSAFE, "html"),
    Case("ofd-root-outside", "a.ofd", lambda: packed(ofd_parts("../../../etc/hosts")), Fault.UNSAFE, "外面的位置"),
    Case("ofd-root-address", "a.ofd", lambda: packed(ofd_parts("http://x/y.xml")), Fault.UNSAFE, "外面的位置"),
    Case(
        "ofd-script-link",
        "a.ofd",
        ofd_with("Doc_0/Pages/P.xml", f'<ofd:Page xmlns:ofd="{OFD}"><ofd:URI URI="javascript:1"/></ofd:Page>'),
        Fault.UNSAFE,
        "外面的位置",
    ),
    Case("ofd-xxe", "a.ofd", ofd_with("Doc_0/a.xml", XXE + "<a>&x;</a>"), Fault.UNSAFE, "外部实体"),
]
IMAGES = [
    Case("png-giant", "a.png", lambda: png_of(60_000, 60_000), Fault.LARGE, "像素太多"),
    Case(
        "png-bomb",
        "a.png",
        lambda: png_of(9000, 9000, lines=zlib.compress(bytes(MB))),
        Fault.LARGE,
        "最多 21 百万像素",
    ),
    Case("jpg-giant", "a.jpg", lambda: jpeg_of(65_000, 65_000), Fault.LARGE, "像素太多"),
    Case("png-moving", "a.png", moving_png, Fault.UNSAFE, "动图"),
    Case("png-cut", "a.png", lambda: picture("PNG", (200, 200), colour=(1, 2, 3))[:120], Fault.FAILED, "不完整"),
    Case("jpg-cut", "a.jpg", lambda: picture("JPEG", (300, 300))[:400], Fault.FAILED, "不完整"),
    Case("png-head", "a.png", lambda: b"\x89PNG\r\n\x1a\n", Fault.FAILED, "不完整"),
    Case("jpg-head", "a.jpg", lambda: b"\xff\xd8\xff\xe0broken", Fault.FAILED, "不完整"),
    Case("png-no-size", "a.png", lambda: png_of(0, 10), Fault.FAILED, "不完整"),
    Case("png-wrong-sum", "a.png", lambda: picture()[:40] + b"\x00" + picture()[41:], Fault.FAILED, "不完整"),
    Case("png-text-bomb", "a.png", lambda: png_of(4, 4, text_bomb()), Fault.FAILED, "不完整"),
]


EVERY = [*NAMES, *TYPES, *PDFS, *ARCHIVES, *IMAGES]
