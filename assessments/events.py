"""What other systems may hear of assessments (推送事件): results of a period published."""

from django.urls import reverse

from newmedia_portal.core.webhooks.catalogue import Kind, register

from .models import Quarter


def _page(pk: int) -> str:
    return reverse("assessments:quarter", args=[Quarter.objects.only("period").get(pk=pk).period])


def _root(pk: int) -> int:
    return Quarter.objects.only("root_id").get(pk=pk).root_id


register(
    Kind(
        "quarter.published", "考核结果公布", "quarter", "assessments.quarter", url=_page,
        actions=frozenset({"quarter.published"}), wide=True, unit_of=_root,
    )
)  # fmt: skip
