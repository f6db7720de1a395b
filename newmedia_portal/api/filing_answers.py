"""Answers of a filing as JSON (填报内容): read by the forms of the pages, so that both refuse the same."""

from typing import Any

from django.http import QueryDict
from ninja import Schema
from pydantic import Field

from filings.content import kind_of
from filings.forms import TaskForm, people_formset
from filings.forms import read_people as people_of
from filings.forms.tasks import NOT_ON_THE_FORM
from filings.models import Filing

from .problems import Problem

Faults = list[tuple[str, str]]


class Person(Schema):
    """One person of the team; a masked mobile number leaves the known one as it is."""

    role: str = Field(max_length=30)
    name: str = Field(max_length=40)
    title: str = Field("", max_length=60)
    office_phone: str = Field("", max_length=30)
    mobile: str = Field("", max_length=20)
    email: str = Field("", max_length=254)


def read_answers(filing: Filing, said: dict[str, Any]) -> dict[str, Any]:
    """Return the answers cleaned by the forms of their tasks. Raises Problem naming every field that does not fit."""
    tasks = kind_of(filing).tasks
    known = {use.code for task in tasks for use in task.fields if use.code not in NOT_ON_THE_FORM}
    faults: Faults = [(f"answers.{code[:60]}", "这件备案没有这一项。") for code in said if code not in known]
    found: dict[str, Any] = {}
    for task in tasks:
        here = [use.code for use in task.fields if use.code in said and use.code in known]
        if not here:
            continue
        form = TaskForm(filing, task, _as_sent({code: said[code] for code in here}, filing.version))
        form.is_valid()
        faults += [(f"answers.{code}", str(text)) for code in here for text in form.errors.get(code, ())]
        if not faults:
            cleaned = form.answers()
            found |= {code: cleaned[code] for code in here if code in cleaned}
    if faults:
        raise Problem(422, "填报内容不符合要求，没有保存。", errors=faults)
    return found


def read_people(filing: Filing, said: list[Person]) -> list[dict[str, Any]]:
    """Return the team as it is stored. Raises Problem naming every person and field that does not fit."""
    sent = QueryDict(mutable=True)
    sent.update({"team-TOTAL_FORMS": str(len(said)), "team-INITIAL_FORMS": "0"})
    for number, person in enumerate(said):
        sent.update({f"team-{number}-{name}": value for name, value in person.model_dump().items()})
    formset = people_formset(filing, sent)
    if not formset.is_valid():
        faults = [
            (f"team.{number}.{name}", str(text))
            for number, errors in enumerate(formset.errors)
            for name, texts in errors.items()
            for text in texts
        ]
        raise Problem(422, "管理队伍的内容不符合要求，没有保存。", errors=faults or [("team", "人数过多。")])
    return people_of(formset)


def _as_sent(answers: dict[str, Any], version: int) -> QueryDict:
    """Return answers as a form would send them."""
    sent = QueryDict(mutable=True)
    sent["version"] = str(version)
    for code, value in answers.items():
        if isinstance(value, bool):
            sent[code] = "yes" if value else "no"
        elif isinstance(value, list):
            sent.setlist(code, [str(one) for one in value])
        elif value is not None:
            sent[code] = str(value)
    return sent
