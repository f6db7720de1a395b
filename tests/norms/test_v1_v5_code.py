"""ASVS V1 to V5, what the source and the documents say: templates, tasks, scripts, written rules and their numbers."""

import re

import pytest
from django.conf import settings

from newmedia_portal.celery import app
from newmedia_portal.core.exports.actions import MOST_WAITING
from newmedia_portal.core.tokens.actions import MOST_TOKENS
from newmedia_portal.core.uploads.archive import MOST_PARTS, MOST_UNPACKED
from newmedia_portal.core.uploads.kinds import KINDS
from newmedia_portal.core.workbook.guard import DEFAULT_LIMITS, MEGABYTE
from newmedia_portal.core.workflow.moves import MOST_URGES

from .sources import ROOT, files_with, page, section, shipped_number

pytestmark = pytest.mark.once
SCRIPTS = {path.name: path.read_text("utf-8") for path in (ROOT / "static/js").rglob("*.js")}
#: What makes text into markup or code in a browser.
DANGEROUS = re.compile(
    r"\.(?:inner|outer)HTML\s*\+?=|document\.write|\beval\(|new Function|postMessage|__proto__|\.prototype\b"
)


def rows_of(title: str) -> dict[str, str]:
    """Return a table of docs/security/rules.md: first column to the rest."""
    lines = [line.strip("| ").split(" | ") for line in section(page("rules.md"), title).splitlines() if "|" in line]
    return {line[0]: " | ".join(line[1:]) for line in lines[2:]}


def test_tasks_travel_as_json():
    assert (app.conf.task_serializer, app.conf.result_serializer) == ("json", "json")
    assert set(app.conf.accept_content) == {"json"}
    assert files_with(r"\bimport (?:pickle|marshal|shelve|yaml)\b|\byaml\.load\(") == set()


def test_user_text_is_no_template():
    assert files_with(r"\.from_string\(|\bTemplate\(|\bEngine\(") == set()


def test_no_text_is_run_as_code_or_as_a_command():
    assert files_with(r"(?<![\w.])(?:eval|exec|compile)\(") == set()
    assert files_with(r"shell=True|os\.system\(|os\.popen\(") == set()
    assert files_with(r"\bsubprocess\.|\bPopen\(") == {
        "newmedia_portal/core/scanning.py",  # the virus scanner, as a list of words from a setting
        "newmedia_portal/core/paper/pdf.py",  # our own layout in a process of its own
        "newmedia_portal/core/management/commands/serve_demo.py",  # the demo's own programs
    }


def test_scripts_write_text_as_text():
    assert SCRIPTS
    assert {name for name, text in SCRIPTS.items() if DANGEROUS.search(text)} == set()
    # The one place that adds markup repeats a row which the server has written itself.
    adding = {name: re.findall(r"insertAdjacentHTML\([^;]+", text) for name, text in SCRIPTS.items()}
    assert {name for name, found in adding.items() if found} == {"rows.js"}
    assert all("blank.innerHTML" in call for call in adding["rows.js"])


@pytest.mark.parametrize("line", ["box.innerHTML = name;", "eval(text)", "window.postMessage(x)", "o.__proto__ = p"])
def test_each_dangerous_line_of_a_script_is_noticed(line):
    assert DANGEROUS.search(line)


def test_browser_storage_holds_a_switch_alone():
    using = {
        name
        for name, text in SCRIPTS.items()
        if re.search(r"(?:local|session)Storage|indexedDB|document\.cookie", text)
    }
    assert using == {"queue.js"}
    written = re.findall(r"setItem\(([^)]*)\)", SCRIPTS["queue.js"])
    assert written == ['SWITCH, letters.checked ? "on" : "off"']


def test_input_rules_are_written_down():
    kinds = rows_of("输入校验")
    assert {"日期", "手机号", "网址", "选项", "文字", "富文本", "表格"} <= set(kinds)
    assert section(page("rules.md"), "相互核对").count("\n- ") + 1 >= 5


def test_business_limits_are_written_down_as_they_are_set():
    told = rows_of("次数和数量的上限")
    for words in told.values():
        number, _, place = words.partition(" | ")
        if name := re.fullmatch(r"`(\w+)`", place.strip()):
            assert int(number) == shipped_number(name[1]), name[1]
    fixed = {"每人排队的导出": MOST_WAITING, "每人有效的接口令牌": MOST_TOKENS, "每个环节催办": MOST_URGES}
    assert {name: int(told[name].split(" | ")[0]) for name in fixed} == fixed
    assert sum("`" in words for words in told.values()) >= 7


def test_upload_limits_are_written_down_as_they_are_set():
    told = rows_of("上传")
    assert {kind.label for kind in KINDS.values()} >= {"PDF", "OFD"}
    assert set(told["申请材料、附件"].split("、")) == {"PDF", "JPEG", "PNG", "DOCX", "XLSX", "OFD"}
    assert f"{settings.UPLOAD_LARGEST_MB} MB" in told["单个文件"]
    assert f"{settings.UPLOAD_MOST_FILES} 个" in told["每件备案的文件"]
    assert f"{settings.UPLOAD_MEGAPIXELS * 100:,} 万像素" in told["图片"]
    unpacked = told["压缩包解开后"]
    assert f"{MOST_UNPACKED} 倍" in unpacked
    assert f"{MOST_PARTS:,} 个部分" in unpacked
    assert f"{DEFAULT_LIMITS.unpacked_bytes // MEGABYTE} MB、{DEFAULT_LIMITS.parts:,} 个部分" in unpacked
