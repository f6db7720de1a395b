"""Faults of an edition in plain words (制度版本的错误)."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from .lines import LineIndex, Path

_WORDS: dict[str, str] = {
    "missing": "缺少必填项“{field}”，请补上。",
    "extra_forbidden": "不认识的项“{field}”，请删去或改正拼写。",
    "string_type": "“{field}”应为文字，请加引号。",
    "string_too_short": "“{field}”不能为空，请填写。",
    "string_too_long": "“{field}”过长，请缩短。",
    "string_pattern_mismatch": "“{field}”的写法不符合规定，请按说明改正。",
    "int_type": "“{field}”应为整数。",
    "int_parsing": "“{field}”应为整数。",
    "int_from_float": "“{field}”应为整数，不带小数。",
    "float_type": "“{field}”应为数字。",
    "bool_type": "“{field}”应为 true 或 false。",
    "bool_parsing": "“{field}”应为 true 或 false。",
    "greater_than_equal": "“{field}”过小，至少为 {ge}。",
    "less_than_equal": "“{field}”过大，至多为 {le}。",
    "greater_than": "“{field}”应大于 {gt}。",
    "too_short": "“{field}”至少要有 {min_length} 项。",
    "tuple_type": "“{field}”应为列表，请写在方括号内。",
    "model_type": "“{field}”应为一组键值，请写在花括号内。",
    "decimal_type": "“{field}”应为数字。",
    "decimal_parsing": "“{field}”应为数字。",
    "finite_number": "“{field}”应为数字。",
    "union_tag_invalid": "“{field}”的 {discriminator} 不在允许范围内，可用：{expected_tags}。",
    "union_tag_not_found": "“{field}”没有写明 {discriminator}，请补上。",
    "date_type": "“{field}”应为日期，例如 2026-01-31。",
    "date_from_datetime_parsing": "“{field}”应为日期，例如 2026-01-31。",
    "literal_error": "“{field}”的值不在允许范围内，可用：{expected}。",
}
_OWN = {
    "unknown_code",
    "unknown_anchor",
    "duplicate",
    "min_over_max",
    "no_deciding_step",
    "no_limit",
    "not_a_choice",
    "out_of_range",
    "missing_setting",
    "not_paired",
    "scheme_fault",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: line and path in the text, the article it belongs to, what is wrong and what to do."""

    line: int
    path: str
    article: str
    message: str

    def __str__(self) -> str:
        article = f"（{self.article}）" if self.article else ""
        return f"第 {self.line} 行{article} {self.path}：{self.message}"


def show_path(path: Path) -> str:
    """filing_kinds[3].limit.number"""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "全文"


def article_at(data: Any, path: Path) -> str:
    """The article of the innermost entry around a path."""
    article = ""
    node = data
    for part in (None, *path):
        if part is not None:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                break
        if isinstance(node, dict) and isinstance(node.get("article"), str):
            article = node["article"]
    return article


def from_validation(error: ValidationError, data: Any, index: LineIndex) -> list[Fault]:
    """Translate pydantic's errors, with line and article."""
    faults = []
    for item in error.errors():
        path = _real_path(item["loc"], data)
        field = str(path[-1]) if path and isinstance(path[-1], str) else show_path(path)
        context = item.get("ctx") or {}
        words = item["msg"] if item["type"] in _OWN else _WORDS.get(item["type"], "“{field}”的值不正确，请核对。")
        values = {key: str(value).replace(" or ", "、") for key, value in context.items()}
        message = words if item["type"] in _OWN else words.format(**{**values, "field": field})
        faults.append(Fault(index.line_of(path), show_path(path), article_at(data, path), message))
    return faults


def _real_path(location: tuple[str | int, ...], data: Any) -> Path:
    """Drop the union tags pydantic adds to a location; keep a missing last key."""
    path: list[str | int] = []
    node = data
    for number, part in enumerate(location):
        if isinstance(node, dict) and isinstance(part, str):
            if part not in node and number < len(location) - 1:
                continue
            path.append(part)
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            path.append(part)
            node = node[part]
    return tuple(path)
