"""The names under which outputs stand in the audit log (审计动作)."""

from newmedia_portal.core.audit import register

for _code, _label in (
    ("bulletin.drafted", "起草通报"),
    ("bulletin.saved", "修改通报"),
    ("bulletin.refreshed", "更新通报数据"),
    ("bulletin.issued", "通报定稿"),
    ("bulletin.dropped", "作废通报草稿"),
    ("bulletin.paper_taken", "导出通报"),
):
    register(_code, _label)
