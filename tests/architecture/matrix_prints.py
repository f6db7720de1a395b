"""What the table of access needs of printed papers: a filing with a certificate and with a letter of the authority."""

from __future__ import annotations

from typing import Any

from accounts.models import MediaAccount
from filings.models import Certificate, Filing
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.core.workflow.states import Side, Verb
from tests.world import NOON

STANDS_FOR = {
    "filings:certificate": {"pk": "told"},
    "filings:letter": {"pk": "told", "decision": "letter"},
    "filings:asking-letter": {"pk": "obligation"},
}


def furnish(stage: Any, place: str, filing: Filing, account: MediaAccount) -> None:
    """Put papers of the authority beside a handed-in filing: only who sees the filing may read them."""
    run = chain.runs_of(filing).last()
    assert run is not None
    Certificate.objects.create(
        number=f"示例备{place}", filing=filing, account=account, root=filing.root, issued_at=NOON, check_code="A" * 10
    )
    step = run.steps.filter(side=Side.AUTHORITY).first()
    letter = Decision.objects.create(
        run=run, step=step, verb=Verb.RETURN, by=filing.created_by, at=NOON, opinion="请补正"
    )
    stage.put("told", place, filing)
    stage.put("letter", place, letter)
