"""What of findings can be searched (搜索内容): the problem and what was found."""

from django.urls import reverse

from newmedia_portal.core.search.registry import Field, Kind, Source, register_kind, register_source

from .models import Finding


def about_finding(finding: Finding) -> str:
    """Return account and unit."""
    return f"{finding.account} · {finding.unit}"


register_kind(
    Kind(
        "finding",
        "问题整改",
        perm="assessments.view_inspections",
        rows=lambda user: Finding.objects.visible_to(user).select_related("account", "unit"),
        url=lambda finding: reverse("assessments:finding", args=[finding.pk]),
        title=lambda finding: finding.label,
        about=about_finding,
        status=lambda finding: finding.get_state_display(),
        order=50,
    )
)
register_source(Source("finding", "finding", Finding, (Field("label", "问题类别"), Field("words", "情况"))))
