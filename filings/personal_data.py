"""What filings keep about people (个人信息登记)."""

from newmedia_portal.core.personal.declaring import MASKED, NO, keeps
from newmedia_portal.core.personal.sealing import sealed_inside

CASE = "与备案档案同期"

keeps(
    "filings.filing", "team", whom="账号管理队伍", what="姓名、职务、办公电话、手机号、工作邮箱",
    purpose="备案表要求填报", seen_by="本单位、审批环节和备案机关", masked=MASKED, kept_for=CASE, sealed_part=True,
)  # fmt: skip
keeps(
    "filings.submission", "team", whom="账号管理队伍", what="姓名、职务、办公电话、手机号、工作邮箱",
    purpose="证明每次提交的内容", seen_by="本单位、审批环节和备案机关", masked=MASKED, kept_for=CASE, sealed_part=True,
)  # fmt: skip
keeps(
    "filings.worksummary", "people", whom="运维人员", what="总结中写到的人员保障情况", purpose="年度工作总结",
    seen_by="本单位和备案机关", masked=NO, kept_for=CASE,
)  # fmt: skip

sealed_inside("filings.filing", "team", "mobile_sealed")
sealed_inside("filings.submission", "team", "mobile_sealed")
