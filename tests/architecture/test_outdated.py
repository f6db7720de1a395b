"""`make outdated`: a lock that is behind is named, one that could not be compared is not taken for a current one."""

import json

import pytest

from scripts import lock, outdated

HELD = "shili-lib==1.0 \\\n    --hash=sha256:00\n    # via shili\nshili-more[extra]==2.0 ; python_version < '3'\n"


def test_a_package_in_another_version_is_behind_and_one_that_is_new_or_gone_is_not():
    newest = HELD.replace("shili-lib==1.0", "shili-lib==1.1").replace("shili-more", "shili-other")

    assert outdated.behind(HELD, HELD, "requirements.txt") == []
    assert outdated.behind(HELD, newest, "requirements.txt") == ["shili-lib 1.0 -> 1.1"]


def test_the_front_end_lock_is_compared_by_the_package_not_by_its_place():
    def text(version: str) -> str:
        return json.dumps({"packages": {"": {}, "node_modules/@shili/core": {"version": version}}})

    assert outdated.behind(text("1.0.0"), text("2.0.0"), "package-lock.json") == ["@shili/core 1.0.0 -> 2.0.0"]


@pytest.fixture
def asked(monkeypatch):
    """Answer for the package source; each lock file is current unless a test says otherwise."""
    answers = {name: (outdated.ROOT / name).read_text("utf-8") for name in [*outdated.PYTHON, outdated.FRONT_END]}

    def ask(name):
        if isinstance(answers[name], Exception):
            raise answers[name]
        return answers[name]

    monkeypatch.setattr(outdated, "newest_python", ask)
    monkeypatch.setattr(outdated, "newest_front_end", ask)
    return answers


def test_current_locks_end_with_zero(asked, capsys):
    assert outdated.main() == 0
    assert capsys.readouterr().out.count(" 0 behind") == len(asked)


def test_one_that_is_behind_ends_with_one_and_is_named(asked, capsys):
    asked["requirements-s3.txt"] = asked["requirements-s3.txt"].replace("boto3==", "boto3==999.")

    assert outdated.main() == 1
    assert " -> 999." in capsys.readouterr().out


def test_silence_is_not_taken_for_a_current_lock(asked, capsys):
    asked["package-lock.json"] = outdated.NoAnswerError("the source is away")
    asked["requirements-s3.txt"] = asked["requirements-s3.txt"].replace("boto3==", "boto3==999.")

    assert outdated.main() == 2
    assert "package-lock.json: no answer: the source is away" in capsys.readouterr().out


def test_a_program_that_fails_gives_no_answer():
    with pytest.raises(outdated.NoAnswerError, match="made from nothing"):
        outdated.answer([outdated.sys.executable, "-c", "import sys; sys.exit('made from nothing')"])


def test_every_lock_file_is_asked_about():
    assert {*outdated.PYTHON, outdated.FRONT_END} == {
        *(path.name for path in outdated.ROOT.glob("requirements*.txt")),
        "package-lock.json",
    }
    assert "--universal" in lock.UV
