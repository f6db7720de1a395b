"""Write docs/security/reliability.md from reliability.toml: thresholds, tests, figures, gaps (可靠性对照表)."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "security" / "reliability.toml"
PAGE = DATA.with_suffix(".md")
WORDS = {"yes": "达到", "partly": "部分", "no": "未达到"}
HEAD = (
    "# 可靠性与安全：门槛、测试、实测\n\n"
    "由 `scripts/reliability.py` 从 `reliability.toml` 生成，不要直接改。"
    "“达到”指按门槛的规模证明过；“部分”指已证明，但规模或范围小于门槛；“未达到”照实写明。"
    "长测试最近一次的数字在 [soak.md](../soak.md)，性能在 [benchmark.md](../benchmark.md)。\n"
)


def rows() -> list[dict[str, Any]]:
    """Return the rows as they stand in the file."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["row"]
    return found


def page(table: list[dict[str, Any]]) -> str:
    """Return the page."""
    counted = "，".join(f"{word} {sum(row['held'] == key for row in table)} 项" for key, word in WORDS.items())
    lines = [HEAD, f"共 {len(table)} 项：{counted}。\n"]
    lines += ["| 编号 | 内容 | 门槛 | 结论 | 实测 | 差距和原因 | 测试 |", "|---|---|---|---|---|---|---|"]
    for row in table:
        tests = "<br>".join(f"`{node}`" for node in row["tests"]) or "没有"
        told = [row["id"], row["what"], row["threshold"], WORDS[row["held"]], row["figure"], row.get("reason", "")]
        lines.append(f"| {' | '.join([*told, tests])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(rows()), encoding="utf-8")
