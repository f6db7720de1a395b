"""Files of inspections (取证材料): a download for those who may see what they prove; logged."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.uploads import hand_out

from ...models import EvidenceFile, Finding, Inspected
from .common import VIEW


@guard(VIEW)
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file; never shown inside the portal's own page."""
    rows = EvidenceFile.objects.select_related("answer", "proof", "recheck", "objection")
    one = get_object_or_404(rows, pk=pk)
    if not _may_see(request.user, one):
        raise Http404
    record("evidence.taken", by=request.user, at=timezone.now(), obj=one, after={"name": one.name})
    return hand_out(one.file, name=one.name, content_type=one.content_type)


def _may_see(user: Any, one: EvidenceFile) -> bool:
    """Whether the person sees the row that the file proves; of an answer, also who sees the finding from it."""
    if one.answer is not None:
        found = Finding.objects.visible_to(user).filter(answer=one.answer_id)
        checked = Inspected.objects.visible_to(user).filter(pk=one.answer.inspected_id)
        return found.exists() or checked.exists()
    owner = one.proof or one.recheck or one.objection
    finding = owner.finding_id if owner is not None else one.finding_id
    return Finding.objects.visible_to(user).filter(pk=finding).exists()
