"""The second look (复核): somebody who was not the inspector confirms a result or sends it back (四眼原则)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.permissions import may_look_again
from ...inspecting.raising import raise_findings
from ...inspecting.states import CampaignState
from ...inspecting.telling import tell_sent_back
from ...models import Inspected


def agree(row: Inspected, *, words: str = "", by: User, at: datetime) -> Inspected:
    """Confirm a result: it stands and its findings are raised.

    Raises Forbidden for anybody but the second person, Conflict once it is decided or the campaign does not run.
    """
    with unit_of_work():
        _check(row, by)
        done = perform(
            row, "agree", by=by, at=at, action="inspection.agreed", reason=words.strip(), words=words.strip()
        )
        raise_findings(done, at=at)
    return done


def send_back(row: Inspected, *, words: str, by: User, at: datetime) -> Inspected:
    """Send a result back to the inspector with the reason; raises as above, Refused without a reason."""
    if not words.strip():
        raise Refused("请写明退回的理由，便于检查人重新核对。", field="words")
    with unit_of_work():
        _check(row, by)
        back = perform(
            row, "send_back", by=by, at=at, action="inspection.sent_back", reason=words.strip(), words=words.strip()
        )
        tell_sent_back(back, words.strip(), at=at)
    return back


def _check(row: Inspected, by: User) -> None:
    held = Inspected.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=row.pk)
    if not may_look_again(held, by):
        raise Forbidden("只有指定的复核人可以复核，检查人不能复核自己的结论。")
    if held.campaign.state != CampaignState.RUNNING:
        raise Conflict(f"检查“{held.campaign}”{held.campaign.get_state_display()}，不能再复核。")
