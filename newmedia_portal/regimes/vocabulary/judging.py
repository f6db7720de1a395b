"""Codes of judging (考核与处置代码): metrics, measures, their targets, rewards."""

METRICS: dict[str, str] = {
    "items": "发布条数",
    "pushes": "推送次数",
    "content": "发布内容",
    "forwards": "转发量",
    "comments": "评论量",
    "followers": "粉丝数",
    "silence_days": "连续未发布天数",
    "weekly_kept": "按周更新",
    "text_errors": "文字差错",
    "reply_in_time": "留言按时答复",
    "data_faking": "数据造假与强制推广",
    "building": "平台建设",
    "operation": "平台运营",
    "maintenance": "平台维护",
    "supervision": "监管工作",
    "external_veto": "上级检查单项否决",
    "annual_result": "年度检查结果",
    "reposts_done": "转发任务完成",
    "carelessness": "办理不认真",
    "poor_effect": "落实不得力",
    "dissatisfaction": "群众不满意",
}

SANCTIONS: dict[str, str] = {
    "order_delete": "责令删除",
    "talk": "约谈",
    "warning": "警告",
    "bulletin": "通报",
    "rectify": "限期整改",
    "order_close": "责令关闭",
    "order_cancel": "责令注销",
    "self_cancel": "主动注销",
    "no_points": "考核不得分",
    "no_award": "取消评先资格",
    "accountability": "追责问责",
    "discipline_admin": "行政处分",
    "discipline_society": "社纪处分",
    "referral": "移交有关机关",
    "referral_justice": "移交司法机关",
    "joint_handling": "联合处置",
    "group_remind": "提醒删除",
    "group_remove_member": "移出群成员",
    "group_close": "关闭工作群",
}

SANCTION_TARGETS: dict[str, str] = {
    "post": "稿件", "account": "账号", "unit": "单位", "person": "人员", "publication": "公开通报",
    "score": "考核结果", "referral": "移送", "group": "工作群",
}  # fmt: skip

REWARDS: dict[str, str] = {"commendation": "表彰奖励", "praise": "激励表扬", "promotion": "推广宣传与技术支持"}
