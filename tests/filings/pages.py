"""What tests of filing pages share: signing in, posting a task as the page has it, reading words."""

import re
from typing import Any

from django.test import Client

from filings.forms import TaskForm, people_formset
from filings.models import Filing
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain

JSON = {"Accept": "application/json"}


def client_of(user: User) -> Client:
    """Return a client signed in as the person."""
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """Return the text of a page without markup, white space folded."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def task_post(filing: Filing, code: str, **own: Any) -> dict[str, Any]:
    """Return what the page of a task would send, with some answers replaced."""
    task = next(
        item for item in filing.edition.edition.filing_kind(filing.kind, filing.variant).tasks if item.code == code
    )
    form = TaskForm(filing, task)
    sent: dict[str, Any] = {name: form[name].value() for name in form.fields}
    if any(use.code == "team" for use in task.fields):
        people = people_formset(filing)
        sent |= {f"team-{name}": value for name, value in people.management_form.initial.items()}
        for person in people:
            sent |= {person.add_prefix(name): person[name].value() for name in person.fields}
    return {name: value for name, value in {**sent, **own}.items() if value is not None}


def waiting_step(filing: Filing) -> int:
    """Return the step that waits for a decision."""
    run = chain.open_run_of(filing)
    step = chain.current_step(run) if run else None
    assert step is not None
    return int(step.pk)
