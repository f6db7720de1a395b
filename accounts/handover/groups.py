"""Work groups in a hand-over (退群与继任): the groups the leaver is to leave, and those that need another owner."""

from django.urls import reverse

from ..models import GroupMember, Handover, WorkGroup
from .items import PRODUCT, Line, register_lines


@register_lines
def group_lines(case: Handover) -> list[Line]:
    """Return one line for each group to be left since the post ended, and for each that waits for a successor."""
    if case.post_id is None:
        return []
    rule = case.edition.edition.groups
    article, basis = (rule.article, rule.basis) if rule.enabled else ("", PRODUCT)
    rows = GroupMember.objects.filter(name=case.person, group__unit=case.unit_id, leave_due_since=case.left_on)
    lines = [
        Line(f"退出工作群“{row.group}”", article, basis, row.until, url=_page(row.group))
        for row in rows.select_related("group__account").order_by("pk")
    ]
    owned = WorkGroup.objects.filter(owner=case.person, unit=case.unit_id, dissolved_on__isnull=True)
    owned = owned.filter(successor_due_since__isnull=False).select_related("account").order_by("pk")
    lines += [Line(f"落实工作群“{group}”的继任群负责人", article, basis, None, url=_page(group)) for group in owned]
    return lines


def _page(group: WorkGroup) -> str:
    return reverse("accounts:group", args=[group.account_id])
