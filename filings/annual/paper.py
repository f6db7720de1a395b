"""Lists of the annual check on paper (年度检查名单): those that passed, those that did not report."""

from datetime import date

from django.utils.timezone import localdate

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.paper import Body, Layout, Note, Paper, Table

from ..models import AnnualCampaign, AnnualCheck

HEADS = ("序号", "账号名称", "平台", "主办单位", "备案编号", "审核日期")


def list_paper(campaign: AnnualCampaign, checks: list[AnnualCheck], *, title: str, on: date) -> Paper:
    """Return the list as a table with its number of accounts and the article."""
    rule = campaign.edition.edition.annual_check
    rows = [
        (
            str(number), check.account.name, check.account.platform.name, check.unit.name,
            check.account.certificate_no or "—", str(localdate(check.decided_at)) if check.decided_at else "—",
        )
        for number, check in enumerate(checks, start=1)
    ]  # fmt: skip
    issued = (authority_of(campaign.root) or campaign.root).name
    lead = f"共 {len(rows)} 个账号。依据《{campaign.edition.edition.title}》{rule.article}。"
    table = Table(HEADS, rows, widths=(8, 26, 18, 26, 20, 16))
    note = Note((f"制表单位：{issued}；制表日期：{on:%Y-%m-%d}。",))
    body = Body((lead,))
    return Paper(f"{campaign.root.name}{campaign.year}{title}", (body, table, note), layout=Layout.FORM)
