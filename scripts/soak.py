"""Run the long tests on PostgreSQL and write what they measured into docs/soak.md.

Arguments go to pytest (`-k name` for one of them). Each test keeps its figures in docs/soak/<name>.json, so that the
table keeps the last result of those that did not run this time. `--table` writes the table alone.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.test import postgres_address, pytest  # noqa: E402

HEAD = """# 长时试验的结果

`make soak` 逐项运行耗时几分钟到几小时的试验(断电、重启、大负载、真实的周边服务),本表由它写成,保留每项最近一次的结果。
只跑一项:`make soak ARGS="-k 名称"`。

| 试验 | 门限 | 实测 | 结果 | 日期 |
|---|---|---|---|---|
"""


def row(facts: dict[str, Any]) -> str:
    """Return a line of the table."""
    figures = ";".join(f"{name} {value}" for name, value in facts["figures"].items())
    result = "达到" if facts["held"] else "**未达到**"
    return f"| {facts['label']} | {facts['threshold']} | {figures} | {result} | {facts['measured_on']} |\n"


def write_table() -> None:
    """Write docs/soak.md from the results that are kept."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "docs" / "soak").glob("*.json"))]
    (ROOT / "docs" / "soak.md").write_text(HEAD + "".join(map(row, kept)), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run what is marked soak; the exit code is that of pytest."""
    if arguments == ["--table"]:
        write_table()
        return 0
    address = postgres_address()
    if not address:
        print("长时试验需要 PostgreSQL:请设置 DATABASE_URL。")
        return 2
    os.environ["REQUIRE_SERVICES"] = "1"
    code = pytest(address, "--soak", "-s", *arguments)
    write_table()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
