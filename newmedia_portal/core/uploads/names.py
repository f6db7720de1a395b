"""Names of uploaded files (文件名): shown to readers, never used as a path."""

import re

from . import faults

MOST_CHARACTERS = 120
DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Ends that a system runs when somebody clicks; no paper has one in the middle of its name.
PROGRAMS = frozenset(
    [
        "exe",
        "scr",
        "bat",
        "cmd",
        "pif",
        "js",
        "jse",
        "vbs",
        "vbe",
        "wsf",
        "wsh",
        "ps1",
        "msi",
        "jar",
        "php",
        "phtml",
        "jsp",
        "asp",
        "aspx",
        "lnk",
        "dll",
        "hta",
        "cpl",
        "sh",
    ]
)


def clean_name(name: str) -> str:
    """Return the last part of a file name without path, control or direction characters."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in DIRECTIONS)
    return plain.strip()[-MOST_CHARACTERS:] or "文件"


def suffix_of(name: str) -> str:
    """Return the end of a name behind its last dot in small letters; empty without one."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def check_name(name: str) -> str:
    """Return the name as it may be shown; refuses one that hides something, with the remedy."""
    rename = "请改成普通的文件名后再上传。"
    if any(sign in DIRECTIONS for sign in name):
        raise faults.unsafe("文件名含有改变文字方向的隐藏字符，看到的扩展名不可信", rename)
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in name):
        raise faults.unsafe("文件名含有看不见的控制字符", rename)
    if re.search(r"[\\/]", name):
        raise faults.unsafe("文件名含有路径符号", rename)
    if len(name) > MOST_CHARACTERS:
        raise faults.unsafe(f"文件名超过 {MOST_CHARACTERS} 个字", "请把文件名改短后再上传。")
    if any(part.strip().lower() in PROGRAMS for part in name.split(".")[1:-1]):
        raise faults.unsafe("文件名中间带有程序扩展名（双重扩展名）", "请确认来源可靠，改成普通的文件名后再上传。")
    return clean_name(name)
