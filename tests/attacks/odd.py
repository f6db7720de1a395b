"""Odd values (怪值): what no form offers and somebody sends all the same."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20260922
MEGABYTE = "长" * 350_000

TEXTS = (
    "", " ", "\t\r\n", "\u3000", "a\x00b", "\x00", "\ud800", "文\udfff字", "𠮷𪚥𡈽", "\ufeff头", "\u202e倒",
    "e\u0301" * 200,
    "0", "-1", "1.5", "1e308", "1e400", "-1e400", "NaN", "-Infinity", "sNaN", "1_000", "１２３", "٣", "²", "0x10",
    "9" * 40,
    "-" + "9" * 40, "9" * 5000, "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "2026-13-01", "10000-01-01", "2026年2月30日", "0年0月0日",
    "99999年1月1日", "2026-11-22T25:61", "9999-12-31T23:59", "0001-01-01T00:00", "24:00", "-1:00", "5",
    "true", "false", "null", "None", "undefined", "[]", "{}", '{"a":', "[[" * 400, "on",
    "' OR 1=1 --", '"; DROP TABLE x; --', "%", "%_\\", "\\", "%00", "%s%d%n", "{0}{a.b}", "{{7*7}}", "${jndi:x}",
    "(a+)+$", "[", "*", "<script>alert(1)</script>", "<p>&#0;&#xD800;</p>", "../../etc/passwd", "a" * 300, "长" * 5000,
    "http://[::1", "http://127.0.0.1:1/", "javascript:alert(1)", "//example.com/x", "a@b", "a@" + "b" * 300 + ".cn",
    "13800000000000", "+86 138-0000-0000", "00000000-0000-0000-0000-000000000000", "{00000000}",
)  # fmt: skip
#: Too dear for every field: tried on a share of them.
HEAVY = (MEGABYTE, "<p>" * 20_000, "[" * 100_000, "9" * 100_000, "\U00020bb7" * 100_000)
NEXT = (
    "//example.com/", "https://example.com/", "javascript:alert(1)", "/\\example.com", "/a\r\nSet-Cookie: b=1", "\x00",
    "/%00", "http:///example.com", "/" + "长" * 5000, "///x", "http://[", "\ud800",
)  # fmt: skip
TOTALS = ("99999", "-1", "abc", "", "1001", "9" * 40, "1.5", "１", "\x00")


@dataclass(frozen=True)
class Upload:
    """A part of a form that claims to be a file."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


PNG = b"\x89PNG\r\n\x1a\n"
UPLOADS = (
    Upload("a.xlsx", b""), Upload("a.pdf", b""), Upload("", b"x"), Upload("a.xlsx", b"PK\x03\x04" + b"\x00" * 60),
    Upload("a.xlsx", b"PK\x05\x06" + b"\x00" * 18), Upload("a.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
    Upload("a.png", PNG + b"\x00" * 40, "image/png"), Upload("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 9, "image/jpeg"),
    Upload("a.csv", b"\xff\xfe\x00\xd8,\n", "text/csv"),
    Upload("a.csv", "账号名称,平台\n\x00,\ufeff\n".encode(), "text/csv"),
    Upload("a.csv", b'"' * 3000, "text/csv"), Upload("a.csv", b"," * 40_000, "text/csv"),
    Upload("a.zip", b"PK\x03\x04", "application/zip"), Upload("a.exe", b"MZ" + b"\x00" * 90),
    Upload("长" * 300 + ".pdf", b"%PDF"),
    Upload("..\\..\\a.pdf", b"%PDF-1.4 "), Upload("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    Upload("a.json", b"[" * 50_000, "application/json"), Upload("a.json", b'{"a":' * 9_000, "application/json"),
    Upload("a.json", b'{"\\ud800": NaN}', "application/json"), Upload("a.toml", b"a = [" * 3_000, "text/plain"),
    Upload("a.html", b"<p>" * 30_000, "text/html"),
    Upload("a.html", b"<!DOCTYPE html><a href='javascript:1'>x", "text/html"),
)  # fmt: skip

JSONS = (
    b"", b"{", b"[]", b"null", b"false", b"0", b'""', b"NaN", b"1e999", b"[" * 5_000, b"[" * 200_000,
    b'{"a":' * 100_000,
    b'{"items":' + b"9" * 5_000 + b"}", b'"\\ud800"', b'{"items":"\\u0000"}', b"\xff\xfe\x00", b"\xef\xbb\xbf{}",
    b'{"items":{}}', b'{"items":[null,false,1,"a",[],{}]}', b'{"items":[{"url":"\\ud800"}]}', b'{"a":1,"a":2}',
)  # fmt: skip
