"""Piling up what waits for the department, cheaply: filings at the registrar's step, without the way there."""

from datetime import date
from typing import Any

from filings.models import Filing
from filings.states import FilingState
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step
from tests.core.ground import step
from tests.filings.making import answers, submitted
from tests.world import NOON, World


def pile(world: World, number: int, *, role: str = "registrar", by: User | None = None, **own: Any) -> Filing:
    """Return a filing that waits for a role of the department, with the director after it."""
    filing = Filing(
        kind="open", variant="standard", unit=world.owner, root=world.root, edition=world.edition,
        title=f"示例发布{number}", number=f"{world.regime}-{number}", state=FilingState.AUTHORITY,
        created_by=world.cast["operator"], created_at=NOON, saved_at=NOON, submitted_at=NOON, first_submitted_at=NOON,
        due_on=date(2026, 10, 9), late_workdays=0,
    )  # fmt: skip
    said = answers(filing, date(2026, 9, 1), name=filing.title, platform_id=f"shili_{world.regime}_{number}")
    filing.data = said | own
    filing.save()
    place = world.owner if role in ("chief", "head") else world.authority
    plan = [step(place, role, side="authority"), step(world.authority, "director", side="authority")]
    started_by = by or world.cast["operator"]
    chain.open_run(filing, plan=plan, edition_ref="test", content_hash="c" * 64, by=started_by, at=NOON)
    return filing


def with_department(world: World, name: str = "示例文旅发布", **own: Any) -> Filing:
    """Return a filing that went the whole way to the registrar, papers and people and all."""
    filing = submitted(world, name=name, **own)
    while waiting(filing).role not in ("registrar", "director"):
        filing = world.decide(filing, "approve", opinion="同意")
    return filing


def waiting(filing: Filing) -> Step:
    """Return the step that waits."""
    run = chain.open_run_of(filing)
    found = chain.current_step(run) if run else None
    assert found is not None
    return found
