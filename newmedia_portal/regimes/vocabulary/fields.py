"""Fields a filing can ask for (备案填写项): one catalogue, editions choose from it."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "text", "long", "date", "bool", "choice", "multi", "link", "people", "accounts", "number", "image", "unit"
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its label, how it is typed in, and the catalogue its choices come from (empty: free)."""

    code: str
    label: str
    type: FieldType
    choices: str = ""
    help: str = ""


_ROWS: tuple[tuple[str, str, FieldType, str, str], ...] = (
    # the account itself
    ("name", "账号名称", "text", "", "与平台上显示的名称完全一致。"),
    ("platform", "开办平台", "choice", "platforms", ""),
    ("platform_other", "其他平台名称", "text", "", "平台选“其他”时填写。"),
    ("platform_id", "账号标识", "text", "", "平台上的稳定标识，例如公众号的微信号、微博的数字编号。"),
    ("link", "媒体链接地址或服务号", "link", "", "粘贴账号主页链接，可自动识别平台与标识。"),
    ("avatar", "账号头像", "image", "", ""),
    ("qr_code", "账号二维码", "image", "", ""),
    ("account_kind", "账号类型", "choice", "account_kinds", ""),
    ("account_class", "账号类别", "choice", "account_classes", ""),
    ("subject_kind", "开办主体类型", "choice", "subject_kinds", ""),
    ("registrant", "注册主体", "choice", "registrants", "以单位名义的账号应由单位注册。"),
    ("registrant_name", "注册主体名称", "text", "", ""),
    ("functions", "功能定位", "multi", "functions", ""),
    ("purpose", "宗旨与信息发布范围", "long", "", ""),
    ("need", "开设理由", "long", "", "说明开设的必要性。"),
    ("update_promise", "更新频率承诺", "text", "", ""),
    ("opened_on", "开通日期", "date", "", "平台注册成功之日；无记录时为首次公开发布之日。"),
    ("planned_on", "拟开通日期", "date", "", ""),
    ("is_legacy", "属于此前已开设的存量账号", "bool", "", ""),
    ("filing_reason", "补报原因", "long", "", ""),
    ("exception_reason", "同一平台多开理由", "long", "", "同一平台已有在用账号时，说明理由并由备案机关判断。"),
    ("website_column", "共享的政府网站栏目", "link", "", ""),
    ("in_matrix", "加入新媒体工作圈", "bool", "", ""),
    ("remark", "备注", "long", "", ""),
    # certification
    ("certified", "是否认证", "bool", "", ""),
    ("certification_subject", "认证主体", "text", "", "应与开办单位或其上级单位名称一致。"),
    ("certified_on", "认证日期", "date", "", ""),
    ("certification_expires_on", "认证到期日", "date", "", ""),
    ("certification_papers", "认证需要文件", "long", "", ""),
    # who runs it
    ("host_unit", "承办单位", "text", "", "负责日常运维的内设机构或单位。"),
    ("managing_department", "管理部门", "text", "", ""),
    ("entrusted_unit", "委托机构", "text", "", ""),
    ("contract_no", "委托合同编号", "text", "", ""),
    ("contract_starts_on", "委托合同起始日", "date", "", ""),
    ("contract_expires_on", "委托合同到期日", "date", "", "到期前系统会提醒续签或变更。"),
    ("entrusted_duties", "委托事项", "long", "", "受托机构承担的工作，例如编辑、排版；审核和发布仍在主办单位。"),
    ("line_unit", "主管部门", "unit", "", ""),
    ("staff_person", "工作人员姓名", "text", "", ""),
    ("staff_post", "工作人员职务", "text", "", ""),
    ("unit_consent_on", "所在单位同意日期", "date", "", ""),
    ("team", "管理队伍", "people", "", ""),
    # licence of a non-government subject
    ("licence_no", "互联网新闻信息服务许可证编号", "text", "", ""),
    ("licence_scope", "许可范围", "long", "", ""),
    ("licence_issued_on", "许可发证日期", "date", "", ""),
    ("licence_expires_on", "许可到期日", "date", "", ""),
    # decision inside the unit
    ("proposer", "提出部门（主办部门）", "text", "", ""),
    ("collective_decision", "已经领导机关集体研究决定", "bool", "", "必要时填写。"),
    ("approver_name", "批准人姓名", "text", "", ""),
    ("approver_post", "批准人职务", "text", "", ""),
    ("approved_on", "批准日期", "date", "", ""),
    ("meeting_on", "班子专题会议日期", "date", "", ""),
    ("meeting_need", "会议结论：必要性与可行性", "long", "", ""),
    ("meeting_operation", "会议结论：运营与管理", "long", "", ""),
    ("meeting_risk", "会议结论：舆情风险分析与防范", "long", "", ""),
    ("unit_decision", "单位研究意见", "long", "", ""),
    # change and merger
    ("changed_on", "变更发生日期", "date", "", ""),
    ("change_reason", "变更原因", "long", "", ""),
    ("maintenance_mode", "维护方式", "text", "", "例如自行运维、委托运维。"),
    ("kept_account", "整合后保留的账号", "accounts", "", ""),
    ("merged_accounts", "并入的账号", "accounts", "", ""),
    # closing
    ("close_reason", "关闭原因", "long", "", ""),
    ("announced_on", "公告日期", "date", "", ""),
    ("announcement_link", "公告链接", "link", "", ""),
    ("cancelled_on", "平台注销日期", "date", "", ""),
    ("cleaned_up", "已清理（删除）相关信息", "bool", "", ""),
    # work groups
    ("group_owner", "群负责人（群主）", "text", "", ""),
    ("group_term", "工作群期限", "choice", "group_terms", ""),
    ("group_members", "群成员人数", "number", "", ""),
    ("group_real_name", "群成员实行实名制", "bool", "", ""),
    ("group_review_team", "群信息审核小组", "long", "", "必要时成立，由群负责人牵头。"),
    ("group_dissolved_on", "工作群撤销日期", "date", "", ""),
    ("work_ended_on", "工作结束日期", "date", "", ""),
    ("expected_end_on", "预计结束日期", "date", "", ""),
    # annual check
    ("report_year", "报告年度", "number", "", ""),
    ("annual_summary", "年度运行情况", "long", "", ""),
    ("annual_problems", "存在问题与改进措施", "long", "", ""),
    ("annual_incidents", "年度安全与舆情事件", "long", "", ""),
    ("contact_name", "联系人", "text", "", ""),
    ("contact_phone", "联系电话", "text", "", ""),
)

FIELDS: dict[str, FieldSpec] = {row[0]: FieldSpec(*row) for row in _ROWS}
