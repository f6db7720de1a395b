"""What of filings can be searched (搜索内容): the account's name, the numbers of case and certificate."""

from django.urls import reverse

from newmedia_portal.core.search.registry import Field, Kind, Source, register_kind, register_source

from .models import Certificate, Filing


def about_filing(filing: Filing) -> str:
    """Return number, kind and unit."""
    return " · ".join(filter(None, (filing.number, filing.get_kind_display(), str(filing.unit))))


register_kind(
    Kind(
        "filing",
        "备案",
        perm="filings.list_filings",
        rows=lambda user: Filing.objects.visible_to(user).select_related("unit").defer("data", "team", "before"),
        url=lambda filing: reverse("filings:detail", args=[filing.pk]),
        title=lambda filing: filing.title or "未命名账号",
        about=about_filing,
        status=lambda filing: filing.get_state_display(),
        order=30,
    )
)
register_source(
    Source("filing", "filing", Filing, (Field("title", "账号名称", sounds=True), Field("number", "受理编号")))
)
register_source(Source("filing_certificate", "filing", Certificate, (Field("number", "备案编号"),), owner="filing_id"))
