"""What units and the register of accounts keep about people (个人信息登记)."""

from newmedia_portal.core.personal.declaring import MASKED, NO, keeps

REGISTER = "台账存续期间；注销后按档案要求随台账保留"
IN_SCOPE = "本单位和备案机关的人员"

keeps(
    "accounts.teammember", "name", "office_phone", "email", whom="账号管理队伍", what="姓名、办公电话、工作邮箱",
    purpose="备案要求登记的管理人员", seen_by=IN_SCOPE, masked=NO, kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.teammember", "mobile_sealed", whom="账号管理队伍", what="手机号", purpose="备案和应急联系",
    seen_by="本单位办理人员和备案机关，按“查看手机号”", masked=MASKED, kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.groupmember", "name", "nickname", whom="工作群成员", what="姓名、群昵称", purpose="群成员实名管理",
    seen_by=IN_SCOPE, masked=NO, kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.groupmember", "phone_sealed", whom="工作群成员", what="手机号", purpose="群成员实名核对",
    seen_by="任何人只见掩码", masked="只显示掩码（138****0001）", kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.workgroup", "owner", whom="群负责人", what="姓名", purpose="工作群责任人", seen_by=IN_SCOPE, masked=NO,
    kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.custodyrecord", "keeper", whom="口令保管人", what="姓名", purpose="口令专人保管", seen_by=IN_SCOPE,
    masked=NO, kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.mediaaccount", "staff_person", "staff_post", whom="职务账号使用人", what="姓名、职务",
    purpose="职务账号管理", seen_by=IN_SCOPE, masked=NO, kept_for=REGISTER,
)  # fmt: skip
keeps(
    "accounts.handover", "person", "successor_name", whom="移交人、接手人", what="姓名", purpose="离任移交留痕",
    seen_by="系统管理员、相关单位负责人、本人", masked=NO, kept_for="与移交记录同期",
)  # fmt: skip
keeps(
    "accounts.peoplebatch", "content_sealed", "found_sealed", "people", whom="批量导入的人员",
    what="导入表中的姓名、手机号、邮箱等",
    purpose="从 Excel 导入人员，确认前核对", seen_by="导入的系统管理员", masked=MASKED, kept_for="与导入批次同期",
)  # fmt: skip
