"""The names under which filings stand in the audit log (审计动作)."""

from newmedia_portal.core.audit import register

for _code, _label in (
    ("filing.started", "起草备案"),
    ("filing.saved", "保存备案草稿"),
    ("filing.discarded", "删除备案草稿"),
    ("filing.paper_added", "上传材料"),
    ("filing.paper_removed", "移除材料"),
    ("filing.submitted", "提交备案"),
    ("filing.lodged", "送达备案机关"),
    ("filing.step_approved", "环节同意"),
    ("filing.returned", "退回补正"),
    ("filing.rejected", "不予备案"),
    ("filing.approved", "准予备案"),
    ("filing.withdrawn", "撤回备案"),
    ("filing.transferred", "转交办理"),
    ("filing.urged", "催办"),
    ("filing.paper_downloaded", "下载材料"),
    ("obligation.opened", "产生备案义务"),
    ("obligation.met", "履行备案义务"),
    ("obligation.voided", "备案义务作废"),
    ("obligation.moved", "期限重算"),
    ("obligation.flagged", "每日期限检查"),
    ("obligation.asked", "催报"),
    ("account.opening_told", "登记开通日期"),
):
    register(_code, _label)
