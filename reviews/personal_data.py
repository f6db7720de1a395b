"""What the review of posts keeps about people (个人信息登记)."""

from newmedia_portal.core.personal.declaring import NO, keeps

keeps(
    "reviews.post", "writers", whom="撰稿人员", what="参与撰稿的人员", purpose="撰稿与审核分离",
    seen_by="审核环节的人员", masked=NO, kept_for="与稿件同期",
)  # fmt: skip
keeps(
    "reviews.authorisation", "signers", whom="签署人", what="姓名、环节、时间", purpose="三审三校留痕",
    seen_by="本单位和宣传部门", masked=NO, kept_for="与稿件同期",
)  # fmt: skip
