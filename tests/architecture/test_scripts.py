"""The checks of the front door notice what they are there for."""

from pathlib import Path

import pytest

from scripts import setup_venv, trace
from scripts.checks import ROOT, english, inline, migrations, sizes


@pytest.fixture
def written(tmp_path_factory):
    """Return a writer of files inside the project's var folder, where the checks can name them."""
    folder = ROOT / "var" / "test-scripts"
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        made.append(path)
        return path

    yield write
    for path in made:
        path.unlink()


@pytest.mark.parametrize(
    "text",
    [
        "<p>Save</p>",
        '<input placeholder="Name">',
        '<button title="Delete">删除</button>',
        '<input type="submit" value="Go on">',
        '{% field form.name label="Name" %}',
    ],
)
def test_english_that_a_reader_sees_is_noticed(text, written):
    assert len(english.template_faults(written("page.html", text))) > 0


@pytest.mark.parametrize(
    "text",
    [
        '<p class="lead">保存</p>',
        "{# a comment #}",
        "{% comment %}Save{% endcomment %}",
        '{% url "save" %}',
        "<p>{{ user.name }}</p>",
        "<p>下载 Excel</p>",
    ],
)
def test_what_no_reader_sees_is_left_alone(text, written):
    assert english.template_faults(written("page.html", text)) == []


def test_an_english_label_in_code_is_noticed(written):
    path = written("forms.py", 'a = Field(label="Name")\nb = Field(label="名称", help_text="Excel 文件")\n')

    assert english.python_faults(path) == ["var/test-scripts/forms.py:1: label='Name'"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("<script>run()</script>", "inline script"),
        ("<style>p {}</style>", "style element"),
        ('<p style="color: red">', "style attribute"),
        ('<a href="#" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript address"),
        ('<script src="//cdn.example.com/x.js"></script>', "foreign address"),
        ("{{ text|safe }}", "text marked safe"),
    ],
)
def test_each_breach_of_the_content_policy_is_noticed(text, rule):
    assert inline.RULES[rule].search(text)


@pytest.mark.parametrize("text", ['<script src="/static/a.js" defer></script>', '<script type="application/json">'])
def test_a_script_file_and_a_data_block_are_accepted(text):
    assert [name for name, rule in inline.RULES.items() if rule.search(text)] == []


def test_names_that_django_makes_up_are_refused():
    names = ["0002_auto_20260101_0101", "0003_alter_unit_name_and_more", "0004_unit_closed_on"]

    assert [bool(migrations.MADE_UP.match(name)) for name in names] == [True, True, False]


def test_a_long_function_is_noticed_without_its_docstring(written):
    body = "    x = 1\n" * sizes.FUNCTION_LINES
    path = written("long.py", f'def long():\n    """One.\n\n    Two.\n    """\n{body}')

    assert sizes.long_functions(path) == ["var/test-scripts/long.py:1: long has 41 lines (at most 40)"]


def test_markers_of_functions_classes_parameters_and_modules_are_found(tmp_path):
    folder = tmp_path / "tests" / "filings"
    folder.mkdir(parents=True)
    (folder / "test_x.py").write_text(
        "import pytest\n"
        'pytestmark = [pytest.mark.clause("S0-08")]\n'
        '@pytest.mark.clause("S1-F21")\n'
        "class TestGroup:\n"
        '    @pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.clause("S2-05.1c"))])\n'
        "    def test_inside(self, a):\n"
        '        assert "/filings/new/open/"\n'
        "def test_plain():\n"
        "    assert True\n"
        '@pytest.mark.clause("S4-07")\n'
        "def helper():\n"
        "    pass\n",
        encoding="utf-8",
    )

    found = trace.collect(tmp_path / "tests")

    assert [(mark.clause, mark.test, mark.pages) for mark in found] == [
        ("S0-08", "tests/filings/test_x.py::test_inside", ("/filings/new/open/",)),
        ("S1-F21", "tests/filings/test_x.py::test_inside", ("/filings/new/open/",)),
        ("S2-05.1c", "tests/filings/test_x.py::test_inside", ("/filings/new/open/",)),
        ("S0-08", "tests/filings/test_x.py::test_plain", ("/filings/",)),
    ]


def test_no_marker_names_an_unknown_clause():
    import tomllib

    clauses = tomllib.loads(trace.CLAUSES.read_text(encoding="utf-8"))

    assert sorted({mark.clause for mark in trace.collect(ROOT / "tests")} - set(clauses)) == []


def test_a_changed_lock_is_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(setup_venv, "ROOT", tmp_path)
    monkeypatch.setattr(setup_venv, "VENV", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1", encoding="utf-8")
    before = setup_venv.installed("requirements.txt")
    setup_venv.stamp_of("requirements.txt").write_text(setup_venv.sum_of("requirements.txt"), encoding="utf-8")
    current = setup_venv.installed("requirements.txt")
    (tmp_path / "requirements.txt").write_text("a==2", encoding="utf-8")

    assert [before, current, setup_venv.installed("requirements.txt")] == [False, True, False]
