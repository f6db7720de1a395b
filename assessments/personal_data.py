"""What assessment keeps about people (个人信息登记)."""

from newmedia_portal.core.personal.declaring import NO, keeps

keeps(
    "assessments.enforcementcase", "persons", whom="问责涉及的人员", what="姓名、职务", purpose="问责和通报留痕",
    seen_by="宣传部门和当事单位负责人", masked=NO, kept_for="与处理档案同期",
)  # fmt: skip
