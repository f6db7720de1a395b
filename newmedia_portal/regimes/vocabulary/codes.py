"""Stable codes beside their Chinese labels (代码表); a code never changes, a label may."""

import tomllib
from pathlib import Path

PLATFORMS: dict[str, str] = {
    "wechat_subscription": "微信订阅号",
    "wechat_service": "微信服务号",
    "weibo": "微博",
    "douyin": "抖音",
    "channels": "微信视频号",
    "toutiao": "今日头条",
    "kuaishou": "快手",
    "bilibili": "哔哩哔哩",
    "xiaohongshu": "小红书",
    "app": "移动客户端",
    "website": "网站",
    "miniprogram": "小程序",
    "wechat_group": "微信工作群",
    "qq_group": "QQ工作群",
    "mobile_paper": "手机报",
    "net_video": "网络视频",
    "mobile_tv": "移动电视",
    "renren": "人人网",
    "news_client": "新闻客户端",
    "live_video": "视频直播",
    "other": "其他",
}

ACCOUNT_KINDS: dict[str, str] = {
    "institutional": "机构账号",
    "staff": "工作人员职务账号",
    "inner_body": "内设机构账号",
    "nongov": "非政务账号",
    "public_account": "微信公众号",
    "service_account": "微信服务号",
    "work_group": "工作群",
    "app": "移动客户端",
    "website": "网站",
}

ACCOUNT_CLASSES: dict[str, str] = {"gov": "政务新媒体", "nongov": "非政务新媒体"}

SUBJECT_KINDS: dict[str, str] = {
    "unit": "单位",
    "department": "部门",
    "township": "乡（镇、区、处）",
    "enterprise": "企事业单位",
    "mass_org": "群团组织",
    "company": "公司",
    "cooperative": "农民专业合作社",
    "sole_trader": "个体户",
    "person": "个人",
    "official": "公务人员（以公职身份）",
}

UNIT_KINDS: dict[str, str] = {
    "headquarters": "公司本部",
    "project_company": "项目公司",
    "subordinate": "直属单位",
    "department": "部门",
    "association": "社团组织",
    "party_organ": "党委部门",
    "gov_organ": "行政机关",
    "gov_institution": "承担行政职能的事业单位",
    "inner_body": "内设机构",
    "township": "乡（镇、区、处）",
    "line_department": "主管部门",
    "education": "教育系统单位",
    "health": "卫生系统单位",
    "water": "水务系统单位",
    "housing": "住建系统单位",
    "human_resources": "人社系统单位",
    "station": "乡镇站所",
    "community": "社区",
    "village": "村委会",
    "institution": "事业单位",
    "state_enterprise": "国有企业",
    "mass_org": "群团组织",
    "company": "公司",
    "cooperative": "农民专业合作社",
    "sole_trader": "个体户",
    "society_org": "社的组织",
    "society_department": "社组织部门",
    "society_body": "社内相关机构",
    "publicity": "宣传部门",
    "superior": "上级宣传部门",
    "observer": "指导单位",
}

REGISTRANTS: dict[str, str] = {
    "organisation": "本单位",
    "parent": "上级单位",
    "entrusted": "受托机构",
    "person_in_post": "工作人员（职务身份）",
    "person": "个人",
}

FUNCTIONS: dict[str, str] = {
    "publicity": "对外宣传",
    "openness": "信息公开",
    "interaction": "互动交流",
    "service": "联系服务群众",
    "guidance": "舆论引导",
    "government_service": "政务服务",
    "liaison": "沟通联络",
    "assignment": "工作部署",
}

GROUP_TERMS: dict[str, str] = {"long": "长期", "temporary": "临时"}

ROLES: dict[str, str] = {
    "operator": "单位经办人",
    "head": "部门负责人",
    "deputy": "分管领导",
    "chief": "主要领导",
    "editor": "总编辑",
    "secrecy": "保密审查",
    "line": "主管部门经办",
    "registrar": "宣传部门经办",
    "director": "宣传部门负责人",
    "observer": "观察员",
    "liaison": "信息员",
    "manager": "后台管理员",
    "keeper": "密码专管人员",
    "staff": "编辑团队成员",
    "superior": "上级宣传部门",
    "duty": "值班人员",
    "group_owner": "群负责人（群主）",
    "group_reviewer": "群信息审核小组成员",
    "reviewer": "审核人员",
    "publisher": "信息发布人员",
}
CHAIN_ROLES = (
    "operator",
    "head",
    "deputy",
    "chief",
    "editor",
    "secrecy",
    "line",
    "registrar",
    "director",
    "superior",
    "observer",
)

FILING_KINDS: dict[str, str] = {
    "open": "开通备案",
    "change": "变更备案",
    "merge": "整合备案",
    "close": "关闭备案",
    "legacy": "存量备案",
    "annual": "年度检查",
}

MODES: dict[str, str] = {
    "approve_before": "先审批，后开通",
    "notify_after": "开通后备案",
    "internal_approval_then_notify_after": "单位内部批准，开通后备案",
    "file": "填表备案",
    "internal_approval_then_file_upward": "单位内部批准，记录并报上级备案",
}

PAPERS: dict[str, str] = {
    "leader_approval": "主要领导批准材料",
    "signed_form": "签字盖章的备案表",
    "meeting_minutes": "班子专题会议纪要",
    "collective_minutes": "领导机关集体研究记录",
    "unit_decision_paper": "单位研究同意材料",
    "unit_consent": "所在单位同意材料",
    "line_consent": "主管部门同意材料",
    "leader_list": "主要领导、分管领导名单",
    "editor_team_list": "编辑团队人员名单",
    "review_rules": "信息发布审核制度",
    "security_measures": "网络安全管理措施",
    "safety_rules": "安全管理制度",
    "secrecy_rules": "保密审查制度",
    "emergency_plan": "应急预案",
    "own_rules": "本单位新媒体管理制度",
    "workflow_rules": "信息采集、编辑、审核、发布制度",
    "certification_files": "认证材料",
    "opening_proof": "平台注册成功截图",
    "change_proof": "变更说明材料",
    "closing_announcement": "关闭公告",
    "cancellation_proof": "平台注销证明",
    "cleanup_proof": "相关信息清理证明",
    "entrustment_contract": "委托合同",
    "licence": "互联网新闻信息服务许可证",
    "background_check": "聘用人员背景调查材料",
    "training_record": "培训记录",
    "handover_record": "离职、移交记录",
    "platform_letter": "致平台运营方函",
    "annual_report": "年度报告",
    "group_member_list": "工作群成员名单",
}

CHECKS: dict[str, str] = {
    "fields_filled": "必填内容齐全",
    "roles_filled": "责任人与管理队伍配备齐全",
    "papers_present": "材料齐全",
    "platform_approved": "平台在核准范围内",
    "name_rules": "账号名称符合规范",
    "name_token": "账号名称含规定字样",
    "name_linked_to_unit": "账号名称与本地、本单位名称和职责相关联",
    "avatar_present": "已上传头像",
    "certification_complete": "认证信息完整",
    "one_per_platform": "同一平台只开设一个账号",
    "platform_id_unique": "账号标识未被登记",
    "registrant_is_org": "注册主体为单位",
    "internal_approval": "单位内部已批准",
    "approved_before_opening": "批准日期不晚于开通日期",
    "opened_not_before_approval": "审批通过后方可开通",
    "dates_in_order": "批准、公告、注销日期先后有序",
    "meeting_topics": "专题会议三项议题均有结论",
    "licence_valid": "许可在有效期内",
    "contract_present": "委托运维有合同且在有效期内",
    "group_members_named": "群成员按实名登记",
    "cleanup_confirmed": "相关信息已清理",
    "inner_body_allowed": "内设机构账号符合规定",
    "group_dissolved_in_time": "临时工作群按期撤销",
    "something_changed": "至少一项登记事项发生变化",
}

ANCHORS: dict[str, tuple[str, str]] = {
    "opened_on": ("开通之日", "opened_on"),
    "changed_on": ("变更发生之日", "changed_on"),
    "closed_on": ("平台注销之日", "cancelled_on"),
    "approved_on": ("批准之日", "approved_on"),
    "announced_on": ("公告之日", "announced_on"),
    "work_ended_on": ("工作结束之日", "work_ended_on"),
    "received_on": ("收到之日", ""),
    "found_on": ("发现之日", ""),
    "submitted_on": ("提交之日", ""),
    "returned_on": ("退回之日", ""),
    "published_on": ("最近一次发布之日", ""),
    "registered_on": ("登记之日", ""),
    "post_ended_on": ("任职结束之日", ""),
}
UNITS: dict[str, str] = {"wd": "个工作日", "calendar_day": "日", "week": "周", "month": "个月"}
BASES: dict[str, str] = {"stated": "条文载明", "presumed": "推定", "local": "本地设定"}

IMPORTANCE: dict[str, str] = {"ordinary": "一般信息", "important": "重要信息", "major": "重大信息"}
TOPICS: dict[str, str] = {
    "state_secrets": "涉及国家秘密", "public_safety": "涉及公共安全", "stability": "涉及社会稳定",
    "company_event": "公司重大事件", "emergency": "突发事件", "hot_topic": "社会热点及敏感问题",
    "current_affairs": "时政类新闻", "outside_rules": "规定范围以外的信息",
}  # fmt: skip
SOURCE_FIELDS: dict[str, str] = {
    "is_original": "原创或转载", "source_name": "信息来源", "source_url": "来源链接", "reprint_mark": "转载标识",
    "author": "原作者", "original_title": "原标题", "editor_name": "编辑真实姓名",
}  # fmt: skip
PERIODS: dict[str, str] = {
    "day": "每日", "week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年",
    "year": "每年",
    "periodic": "定期（未定周期）", "none": "未规定",
}  # fmt: skip
LEAVING_ITEMS: dict[str, str] = {
    "password": "更换口令", "rights": "移交工作权限", "groups": "退出工作群", "talk": "安全保密教育谈话",
    "filing": "办理管理人员变更备案", "successor": "落实接任人",
}  # fmt: skip
REGIME_CODES: tuple[str, ...] = tuple(
    tomllib.loads((Path(__file__).parents[1] / "editions" / "index.toml").read_text(encoding="utf-8"))["codes"]
)
