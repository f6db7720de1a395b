"""The project's own source as syntax trees, for tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scripts.checks import ROOT, python_files, short


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def product_files() -> list[Path]:
    """Return the files that run in an installation: no tests, scripts or migrations."""
    return [path for path in python_files() if not short(path).startswith(("scripts/", "bench/"))]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield all calls of a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def method_name(call: ast.Call) -> str:
    """Return the name of a called method or function; empty where it has none."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


__all__ = ["ROOT", "calls", "method_name", "product_files", "short", "tree_of"]
