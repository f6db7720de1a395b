"""What happens after a step: the filing moves to the authority, or back to its unit (流转)."""

from datetime import datetime

from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import Side

from ..models import Filing
from ..states import FilingState


def lodge_if_with_authority(filing: Filing, step: Step, *, at: datetime) -> None:
    """Move the filing to the authority when the waiting step is the authority's, by whomever it was reached."""
    if step.side == Side.AUTHORITY and filing.state == FilingState.UNIT:
        perform(filing, "lodge", by=None, at=at, action="filing.lodged", details={"step": step.label})


def follow_side(filing: Filing, step: Step, *, at: datetime) -> None:
    """Let the state follow the waiting step to the authority or back to the unit."""
    lodge_if_with_authority(filing, step, at=at)
    if step.side == Side.OWNER and filing.state == FilingState.AUTHORITY:
        perform(filing, "bring_back", by=None, at=at, action="filing.brought_back", details={"step": step.label})
