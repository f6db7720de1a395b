"""What the ground floor itself keeps about people."""

from .declaring import MASKED, NO, keeps
from .sealing import blind_index

STAFF = "本单位工作人员"
LOG_FOR = "不少于六个月，期限由 RETENTION_AUDIT_DAYS 设定"

keeps(
    "core.user", "full_name", "username", whom=STAFF, what="姓名、登录名", purpose="实名登录和办理，履行法定职责",
    seen_by="管理范围内的人员；登录名仅三员", masked=NO, kept_for="与其办理的事项同期；离任后停用登录",
)  # fmt: skip
keeps(
    "core.user", "phone_sealed", "phone_hash", whom=STAFF, what="手机号", purpose="备案和值守联系",
    seen_by="有“查看完整手机号”权限的人", masked=MASKED, kept_for="在册期间；离任后可由系统管理员清空",
)  # fmt: skip
keeps(
    "core.user", "office_phone", "email", whom=STAFF, what="办公电话、工作邮箱", purpose="工作联系、发送提醒",
    seen_by="管理范围内的人员", masked=NO, kept_for="在册期间",
)  # fmt: skip
keeps(
    "core.auditevent", "actor_name", "address", whom="登录和操作的人", what="姓名、来访地址、操作内容",
    purpose="安全审计（网络安全法第二十三条）", seen_by="审计管理员；事项经过中的姓名和时间由有权查看该事项的人看",
    masked="手机号写入前已掩码", kept_for=LOG_FOR,
)  # fmt: skip
keeps(
    "core.unit", "contact_phone", whom="单位（公开的办公联系方式）", what="联系电话", purpose="对外联系",
    seen_by="登录用户", masked=NO, kept_for="单位撤销后随台账保留",
)  # fmt: skip
keeps(
    "core.run", "barred", whom=STAFF, what="须回避的人员", purpose="办理回避", seen_by="系统判断用，不单独显示",
    masked=NO, kept_for="与审批记录同期",
)  # fmt: skip

keeps(
    "core.loginsession", "address", whom="登录用户", what="来访地址、浏览器", purpose="登录设备列表，发现异常登录",
    seen_by="本人和安全管理员", masked=NO, kept_for="会话结束即删除",
)  # fmt: skip
keeps(
    "core.outeridentity", "name", whom=STAFF, what="统一认证的用户名或标识", purpose="核对统一认证登录的是谁",
    seen_by="本人和安全管理员", masked=NO, kept_for="登记期间；解除即删除，审计日志留存",
)  # fmt: skip
keeps(
    "core.releaserequest", "outer_name", whom=STAFF, what="申请登记的统一认证标识", purpose="核准登记前核对是谁",
    seen_by="本人和三员", masked=NO, kept_for="与核准申请同期",
)  # fmt: skip
keeps(
    "core.apitoken", "name", "networks", whom="外部系统", what="用途、允许的来访地址", purpose="接口调用的身份和范围",
    seen_by="管理接口令牌的管理员", masked=NO, kept_for="停用后随审计保留",
)  # fmt: skip
keeps(
    "core.tokenuse", "last_address", whom="外部系统", what="最近的来访地址", purpose="发现令牌被冒用",
    seen_by="管理接口令牌的管理员", masked=NO, kept_for="与令牌同期",
)  # fmt: skip

blind_index("core.user", "phone_sealed", "phone_hash")
