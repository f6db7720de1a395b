"""The commands print one thing for people and one for programs, and fail with one line."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from newmedia_portal.regimes import loader
from newmedia_portal.regimes.vocabulary import REGIME_CODES

pytestmark = pytest.mark.django_db
TEXT = loader.shipped_text(REGIME_CODES[0])


def test_the_list_counts_what_the_regulations_count(shipped, capsys):
    call_command("regimes", "--json")

    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert [rows[code]["articles"] for code in REGIME_CODES] == [24, 5, 23, 25, 14]
    assert [rows[code]["prohibited"] for code in REGIME_CODES] == [11, 0, 14, 10, 9]
    assert [rows[code]["indicators"] for code in REGIME_CODES] == [4, 3, 5, 5, 0]
    assert {row["state"] for row in rows.values()} == {"现行"}


def test_the_list_for_people_has_a_line_for_each_edition(shipped, capsys):
    call_command("regimes")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == sorted(REGIME_CODES)


def test_before_installing_the_shipped_editions_are_listed(capsys):
    call_command("regimes", "--json")

    assert {row["state"] for row in json.loads(capsys.readouterr().out)} == {"随附"}


def test_a_good_file_is_said_to_be_good(tmp_path, capsys):
    path = tmp_path / "good.toml"
    path.write_text(TEXT, encoding="utf-8")

    call_command("regimes", "validate", str(path))

    assert "没有错误" in capsys.readouterr().out


def test_a_faulty_file_is_answered_by_line_and_article_and_fails(tmp_path, capsys):
    path = tmp_path / "bad.toml"
    broken = TEXT.replace('limit = { number = 30, unit = "wd",', "limit = { number = 30,", 1)
    path.write_text(broken, encoding="utf-8")
    line = broken[: broken.index("limit = { number = 30, anchor")].count("\n") + 1

    with pytest.raises(CommandError, match="有 1 处错误"):
        call_command("regimes", "validate", str(path))

    assert (
        capsys.readouterr().out
        == f"第 {line} 行（第五条第一款） filing_kinds[1].limit.unit：缺少必填项“unit”，请补上。\n"
    )


def test_faults_for_programs(tmp_path, capsys):
    path = tmp_path / "bad.toml"
    path.write_text("code = ", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("regimes", "validate", str(path), "--json")

    assert [fault["line"] for fault in json.loads(capsys.readouterr().out)] == [1]


@pytest.mark.parametrize("arguments", [["validate"], ["validate", "/nowhere/at-all.toml"]])
def test_a_missing_file_fails_with_one_line(arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("regimes", *arguments)

    assert re.fullmatch(r"[^\n]+。", str(refusal.value))


def test_installing_says_what_happened(capsys):
    call_command("sync_regimes")
    first = capsys.readouterr().out
    call_command("sync_regimes")

    assert first.count("已装入并发布") == 5
    assert capsys.readouterr().out.count("没有变化") == 5
