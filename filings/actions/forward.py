"""What happens after a step: the filing moves to the authority, or is over (流转)."""

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
