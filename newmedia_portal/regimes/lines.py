"""A small line index of a TOML text (行号索引): where each key of the parsed data stands.

`tomllib` keeps no positions. This reader follows headers, arrays of tables, keys and nested brackets well enough to
answer "on which line is filing_kinds.3.limit.number"; text it cannot follow simply keeps the line of its parent.
"""

import re

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.\-]+)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")


class LineIndex:
    """Path to line number, with the nearest known ancestor as fallback."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._read(text)

    def line_of(self, path: Path) -> int:
        """1-based line of the path or of its nearest ancestor; 1 when nothing is known."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1

    def _read(self, text: str) -> None:
        base: Path = ()
        lines = text.split("\n")
        number = 0
        while number < len(lines):
            line = lines[number]
            header = _HEADER.match(line)
            if header:
                base = self._enter(tuple(header.group(2).split(".")), bool(header.group(1)), number + 1)
                number += 1
                continue
            key = _KEY.match(line)
            if key:
                path = (*base, key.group(1))
                number = self._value(path, lines, number, key.end())
            number += 1

    def _enter(self, path: Path, is_array: bool, line: int) -> Path:
        if is_array:
            index = self._counts.get(path, 0)
            self._counts[path] = index + 1
            self._lines.setdefault(path, line)
            path = (*path, index)
        self._lines[path] = line
        return path

    def _value(self, path: Path, lines: list[str], number: int, column: int) -> int:
        """Walk one value, which may span lines; returns the line index on which it ends."""
        self._lines[path] = number + 1
        walk = _Walk(path)
        while True:
            for found, at in walk.feed(lines[number][column:], number + 1):
                self._lines.setdefault(found, at)
            if walk.done or number + 1 >= len(lines):
                return number
            number, column = number + 1, 0


class _Walk:
    """State of walking one value: open brackets, current path, whether inside a string."""

    def __init__(self, path: Path) -> None:
        self._stack: list[tuple[str, Path, int]] = []
        self._path = path
        self._long = ""
        self.done = False

    def feed(self, text: str, line: int) -> list[tuple[Path, int]]:
        """Consume one line; returns newly seen paths."""
        found: list[tuple[Path, int]] = []
        position = 0
        while position < len(text):
            if self._long:
                end = text.find(self._long, position)
                position = len(text) if end < 0 else end + 3
                self._long = self._long if end < 0 else ""
                continue
            position = self._step(text, position, line, found)
        self.done = not self._stack and not self._long
        return found

    def _step(self, text: str, position: int, line: int, found: list[tuple[Path, int]]) -> int:
        character = text[position]
        if character == "#":
            return len(text)
        if character in "\"'":
            self._mark(line, found)
            return self._skip_string(text, position)
        if character in "[{":
            self._mark(line, found)
            self._stack.append((character, self._path, 0))
            return position + 1
        if character in "]}":
            if self._stack:
                self._path = self._stack.pop()[1]
            return position + 1
        if character == ",":
            self._next()
            return position + 1
        if self._stack and self._stack[-1][0] == "{":
            key = _KEY.match(text, position)
            if key:
                self._path = (*self._stack[-1][1], key.group(1))
                found.append((self._path, line))
                return key.end()
        if not character.isspace():
            self._mark(line, found)
        return position + 1

    def _mark(self, line: int, found: list[tuple[Path, int]]) -> None:
        """A value begins here; inside an array it gets its number."""
        if self._stack and self._stack[-1][0] == "[":
            _, base, index = self._stack[-1]
            self._path = (*base, index)
            found.append((self._path, line))

    def _next(self) -> None:
        if self._stack:
            kind, base, index = self._stack.pop()
            self._stack.append((kind, base, index + 1 if kind == "[" else index))
            self._path = base

    def _skip_string(self, text: str, position: int) -> int:
        quote = text[position]
        if text.startswith(quote * 3, position):
            end = text.find(quote * 3, position + 3)
            if end < 0:
                self._long = quote * 3
                return len(text)
            return end + 3
        end = position + 1
        while end < len(text) and text[end] != quote:
            end += 2 if text[end] == "\\" and quote == '"' else 1
        return end + 1
