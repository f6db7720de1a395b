"""Sizes of the house style: Python files at most 300 lines, functions at most 40, templates at most 80."""

import ast
from pathlib import Path

from . import python_files, short, template_files

FILE_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 80


def lines_of(path: Path) -> int:
    """Count the lines of a text file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    body = node.body
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def long_functions(path: Path) -> list[str]:
    """Return the functions of a file that are too long."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        f"{short(path)}:{node.lineno}: {node.name} has {body_lines(node)} lines (at most {FUNCTION_LINES})"
        for node in functions
        if body_lines(node) > FUNCTION_LINES
    ]


def faults() -> list[str]:
    """Return every file, function and template that is too long."""
    found = [
        f"{short(path)}: {lines_of(path)} lines (at most {FILE_LINES})"
        for path in python_files(with_tests=True)
        if lines_of(path) > FILE_LINES
    ]
    for path in python_files():
        found += long_functions(path)
    found += [
        f"{short(path)}: {lines_of(path)} lines (at most {TEMPLATE_LINES})"
        for path in template_files()
        if path.suffix == ".html" and lines_of(path) > TEMPLATE_LINES
    ]
    return found
