"""The report after an emergency post (应急补报): due in working days after publishing, as the edition says."""

from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.workdays import working_days

from ..content import edition_of, procedure_of
from ..models import Post
from ..states import Lane


def owe_report(post: Post, *, published_at: datetime) -> None:
    """Set the day by which the fast lane is to be accounted for; other posts owe nothing."""
    if post.lane != Lane.FAST:
        return
    limit = procedure_of(edition_of(post)).fast_lane.report
    post.report_due_on = working_days.due(localdate(published_at), limit.number, limit.unit).due
    post.save(update_fields=["report_due_on"])
