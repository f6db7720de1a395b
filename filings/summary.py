"""What a filing says, section by section, for check page, case page and print (填报内容)."""

from dataclasses import dataclass, field, replace
from typing import Any

from .compare import text_of
from .content import ABOUT_THE_FILING, applies, kind_of, shown_team
from .forms.people import role_labels
from .models import Filing
from .problems import Problem, problems_of


@dataclass(frozen=True)
class Line:
    """One answer: its label, its text, and the old text where the register said something else."""

    code: str
    label: str
    text: str
    old: str = ""
    changed: bool = False
    article: str = ""
    applies: bool = True


@dataclass(frozen=True)
class Section:
    """The answers of one task, with its people where it asks for them."""

    code: str
    label: str
    article: str
    lines: list[Line]
    people: list[dict[str, Any]] = field(default_factory=list)
    asks_people: bool = False


@dataclass(frozen=True)
class TaskState:
    """A task in the list: how far it is."""

    code: str
    label: str
    word: str
    done: bool


def answers_of(filing: Filing) -> list[Section]:
    """Return every section with every answer, skipped ones too."""
    return [_section(filing, task) for task in kind_of(filing).tasks]


def split_unchanged(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """Return what a change says, old beside new first, and what it leaves as the register has it (变更对照)."""
    said, kept = [], []
    for section in sections:
        told = [line for line in section.lines if line.changed or line.code in ABOUT_THE_FILING]
        same = [line for line in section.lines if line not in told]
        if told:
            said.append(replace(section, lines=told, asks_people=False))
        if same or section.asks_people:
            kept.append(replace(section, lines=same))
    said.sort(key=lambda section: not any(line.changed for line in section.lines))
    return said, kept


def people_of(filing: Filing) -> list[dict[str, Any]]:
    """Return the people with masked numbers and the roles as the edition calls them."""
    labels = role_labels(filing)
    return [{**member, "label": labels.get(member["role"], member["role"])} for member in shown_team(filing.team)]


def tasks_of(filing: Filing) -> list[TaskState]:
    """Return the tasks of a draft: 未开始, 待补充 or 已填."""
    kind, problems = kind_of(filing), problems_of(filing)
    states = [_state(task.code, task.label, problems, _begun(filing, task)) for task in kind.tasks]
    if kind.papers:
        begun = filing.attachments.filter(removed_at__isnull=True).exists()
        states.append(_state("papers", "材料", problems, begun))
    return states


def papers_text(filing: Filing) -> list[tuple[str, str]]:
    """Return the papers handed in: kind and file name."""
    return [(a.get_paper_display(), a.name) for a in filing.attachments.filter(removed_at__isnull=True)]


def _section(filing: Filing, task: Any) -> Section:
    asks_people = any(use.code == "team" for use in task.fields)
    lines = [_line(filing, use) for use in task.fields if use.code not in ("team", "avatar", "qr_code")]
    people = people_of(filing) if asks_people else []
    return Section(task.code, task.label, task.article, lines, people, asks_people)


def _line(filing: Filing, use: Any) -> Line:
    text = text_of(use.code, filing.data.get(use.code))
    compared = bool(filing.before) and use.code not in ABOUT_THE_FILING
    old = text_of(use.code, filing.before.get(use.code)) if compared else ""
    matters = bool(text) or applies(use.code, filing.data)
    return Line(use.code, use.text, text, old, compared and old != text, use.article, matters)


def _begun(filing: Filing, task: Any) -> bool:
    return any(filing.data.get(use.code) not in (None, "", []) for use in task.fields) or (
        any(use.code == "team" for use in task.fields) and bool(filing.team)
    )


def _state(code: str, label: str, problems: list[Problem], begun: bool) -> TaskState:
    missing = any(problem.task == code for problem in problems)
    return TaskState(code, label, ("待补充" if begun else "未开始") if missing else "已填写", not missing)
