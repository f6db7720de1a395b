"""Write docs/security/asvs.md and dengbao.md from their data: item, how it is held, tests (规范对照表)."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "security"
CHAPTERS = tuple(f"V{number}" for number in range(1, 18))
ASVS, DENGBAO = FOLDER / "asvs.md", FOLDER / "dengbao.md"
WORDS = {"yes": "做到", "partly": "部分", "no": "没有做到", "na": "不适用"}
HEAD = (
    "由 `scripts/norms.py` 从数据生成，不要直接改。"
    "“做到”和“部分”的每项写明有关的测试，测试确实存在；其余写明差什么、为什么。\n"
)


def chapter(code: str) -> dict[str, Any]:
    """Return one chapter of ASVS as it stands in its file."""
    return tomllib.loads((FOLDER / "asvs" / f"{code}.toml").read_text(encoding="utf-8"))


def clauses() -> list[dict[str, Any]]:
    """Return the clauses of 等保三级, GB/T 22239-2019 8.1.4, as they stand in their file."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / "dengbao.toml").read_text(encoding="utf-8"))["item"]
    return found


def counted(items: Iterable[dict[str, Any]]) -> str:
    """Return how many items are held how, in words."""
    held = [item["held"] for item in items]
    return "，".join(f"{word} {held.count(key)} 项" for key, word in WORDS.items() if key in held)


def table(items: Iterable[dict[str, Any]], second: str) -> list[str]:
    """Return the rows of a table; `second` is the key of its second column."""
    lines = []
    for item in items:
        tests = "<br>".join(f"`{node}`" for node in item.get("tests", ())) or "—"
        told = [item["id"], str(item[second]), item["what"], WORDS[item["held"]], item.get("how", "")]
        lines.append(f"| {' | '.join([*told, item.get('reason', ''), tests])} |")
    return lines


def asvs_page() -> str:
    """Return the page of ASVS 5.0: levels 1 and 2, and five items of level 3."""
    chapters = [chapter(code) for code in CHAPTERS]
    everything = [item for one in chapters for item in one["item"]]
    lines = ["# OWASP ASVS 5.0 逐条对照\n", HEAD, "| 级别 | 共 | 结论 |", "|---|---|---|"]
    for level in (1, 2, 3):
        items = [item for item in everything if item["level"] == level]
        lines.append(f"| L{level} | {len(items)} | {counted(items)} |")
    lines.append("\nL3 只列选定的五项。V17 和没有的功能写明“不适用”。")
    for one in chapters:
        lines += [
            f"\n## {one['chapter']} {one['title']}\n",
            "| 编号 | 级别 | 要求 | 结论 | 怎样做 | 差距和原因 | 测试 |",
        ]
        lines += ["|---|---|---|---|---|---|---|", *table(one["item"], "level")]
    return "\n".join(lines) + "\n"


def dengbao_page() -> str:
    """Return the page of 等保三级."""
    items = clauses()
    lines = ["# 等级保护三级应用条款对照（GB/T 22239-2019 8.1.4 安全计算环境）\n", HEAD]
    lines += [f"共 {len(items)} 项：{counted(items)}。主机、网络、机房的条款由使用单位实施，这里只写门户能做的部分。\n"]
    lines += ["| 条款 | 控制点 | 要求 | 结论 | 怎样做 | 差距和原因 | 测试 |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*lines, *table(items, "clause")]) + "\n"


if __name__ == "__main__":
    ASVS.write_text(asvs_page(), encoding="utf-8")
    DENGBAO.write_text(dengbao_page(), encoding="utf-8")
