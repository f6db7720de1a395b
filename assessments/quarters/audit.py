"""The names under which periods of assessment stand in the audit log (审计动作)."""

from newmedia_portal.core.audit import register

for _code, _label in (
    ("scheme.drafted", "起草考核方案"),
    ("scheme.edited", "修改考核方案"),
    ("scheme.dropped", "删除考核方案草稿"),
    ("scheme.published", "发布考核方案"),
    ("scheme.retired", "停用考核方案"),
    ("scheme.tried", "试算考核方案"),
    ("quarter.opened", "启动考核"),
    ("quarter.scored", "考核计分"),
    ("quarter.hand_scored", "人工评分"),
    ("quarter.ask_units", "布置单位自评"),
    ("quarter.said", "填写自评"),
    ("quarter.self_submitted", "提交自评"),
    ("quarter.review", "开始复核评分"),
    ("quarter.hear", "受理考核申诉"),
    ("quarter.objected", "提出考核申诉"),
    ("quarter.objection_uphold", "申诉成立"),
    ("quarter.objection_refuse", "维持原评分"),
    ("quarter.objection_withdrawn", "撤回考核申诉"),
    ("quarter.settled", "考核定稿"),
    ("quarter.reopened", "考核退回复核"),
    ("quarter.closed", "锁定考核"),
    ("quarter.published", "公布考核结果"),
    ("quarter.checked", "复算考核结果"),
    ("veto.recorded", "登记外部单项否决"),
    ("veto.revoked", "撤销外部单项否决"),
):
    register(_code, _label)
