"""Left-over English: what a reader sees is Chinese, in templates as in labels given by Python code."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from . import APPS, python_files, short, template_files

ALLOWED = {
    "APP",
    "QQ",
    "ID",
    "IP",
    "Excel",
    "Word",
    "PDF",
    "JPEG",
    "JPG",
    "PNG",
    "DOCX",
    "XLSX",
    "OFD",
    "CSV",
    "TOML",
    "JSON",
    "KB",
    "MB",
    "WCI",
}
SEEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "label", "summary"}
SEEN_ARGUMENTS = {"label", "verbose_name", "verbose_name_plural", "help_text", "empty_label", "placeholder", "heading"}
WORD = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# A block that only fills the attributes of its parent's element.
LOOSE_ATTRIBUTE = re.compile(r"\s[\w-]+=\"[^\"<>]*\"(?=[^<>]*(<|$))")
TAG_TEXT = re.compile(r"\b(\w+)=(?:\"([^\"]*)\"|'([^']*)')")


def english(text: str) -> list[str]:
    """Return the words of a text that are neither Chinese nor on the short list of accepted names."""
    return [word for word in WORD.findall(text) if word not in ALLOWED]


class VisibleText(HTMLParser):
    """Collect the texts of a page that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[int, str]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that are read out or shown."""
        self.hidden += tag in {"script", "style", "code"}
        kind = dict(attrs).get("type")
        for name, value in attrs:
            if value and (name in SEEN_ATTRIBUTES or (name == "value" and kind in {"submit", "button", "reset"})):
                self.texts.append((self.getpos()[0], value))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element whose content is no text for readers."""
        self.hidden -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        """Note the text between tags."""
        if not self.hidden:
            self.texts.append((self.getpos()[0], LOOSE_ATTRIBUTE.sub(" ", data)))


def blank(match: re.Match[str]) -> str:
    """Replace a template tag by nothing visible while keeping the line numbers."""
    return "\n" * match.group(0).count("\n")


def template_faults(path: Path) -> list[str]:
    """Return the English words that a template shows."""
    source = COMMENT.sub(blank, path.read_text(encoding="utf-8"))
    parser = VisibleText()
    parser.feed(TAG.sub(blank, source))
    texts = list(parser.texts)
    for tag in TAG.finditer(source):
        line = source.count("\n", 0, tag.start()) + 1
        for name, double, single in TAG_TEXT.findall(tag.group(0)):
            if name in SEEN_ATTRIBUTES | SEEN_ARGUMENTS:
                texts.append((line, double or single))
    return [f"{short(path)}:{line}: {word}" for line, text in texts for word in english(text)]


def python_faults(path: Path) -> list[str]:
    """Return the labels given by Python code that hold no Chinese at all."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.keyword) or node.arg not in SEEN_ARGUMENTS:
            continue
        value = node.value
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            continue
        if english(value.value) and not CHINESE.search(value.value):
            found.append(f"{short(path)}:{value.lineno}: {node.arg}={value.value!r}")
    return found


def faults() -> list[str]:
    """Return all left-over English."""
    found = [fault for path in template_files() if path.suffix == ".html" for fault in template_faults(path)]
    code = [path for path in python_files() if short(path).split("/")[0] in APPS]
    return found + [fault for path in code for fault in python_faults(path)]
