"""What duty work keeps about people (个人信息登记)."""

from newmedia_portal.core.personal.declaring import MASKED, NO, keeps

CASE = "与所属事项同期"

keeps(
    "duties.dutyshift", "name", "office_phone", whom="值班人员", what="姓名、办公电话", purpose="值班联系",
    seen_by="本单位和宣传部门", masked=NO, kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.shiftswap", "old_name", "new_name", whom="值班人员", what="姓名", purpose="换班留痕",
    seen_by="本单位和宣传部门", masked=NO, kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.publicmessage", "author", whom="留言的网民", what="平台显示的昵称", purpose="办理和答复留言",
    seen_by="本单位和宣传部门", masked="登记时即掩码；正文中的电话和证件号同样掩码", kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.impostorcase", "contact_sealed", whom="举报人", what="自愿留下的联系方式", purpose="核实举报、反馈结果",
    seen_by="办理人员，按次查看并记审计", masked=MASKED, kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.impostorcontact", "person", whom="协同单位联系人", what="姓名", purpose="商请协同留痕",
    seen_by="宣传部门和被冒用单位", masked=NO, kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.incidententry", "who", whom="处置中联系的人或单位", what="名称", purpose="应急处置留痕",
    seen_by="本单位和宣传部门", masked=NO, kept_for=CASE,
)  # fmt: skip
keeps(
    "duties.leavingchecklist", "person", whom="离任人员", what="姓名", purpose="离任清单", seen_by="本单位和宣传部门",
    masked=NO, kept_for=CASE,
)  # fmt: skip
