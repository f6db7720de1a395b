"""Keeping persons out (不涉及个人): tasks are for official accounts, never for what people like or forward.

Since December 2023 following, liking, forwarding and commenting may not be made a duty of persons nor be counted in
any assessment. Lists of people, links to personal spaces and demands for likes are therefore refused where a task is
written and where a repost is told.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from newmedia_portal.core.refusals import Refused

RULE = "转发任务只面向登记在册的单位账号,不收集也不统计个人的点赞、转发、评论和关注。"
#: Places where persons, not institutions, publish or are found.
PERSONAL_HOSTS = ("user.qzone.qq.com", "qzone.qq.com", "u.wechat.com", "qm.qq.com", "jq.qq.com", "work.weixin.qq.com")
PERSONAL_SCHEMES = ("weixin", "tencent", "mqqapi", "alipays")
DEMAND = re.compile(
    r"朋友圈|集赞|接龙|(?:个人|私人|本人|员工|职工|干部|党员)(?:的)?(?:微信|微博|抖音|快手|账号|帐号|号)"
    r"|(?:点赞|转发|转载|评论|关注|阅读|浏览)(?:量|数|截图|截屏|打卡|排名|排行)"
    r"|(?:全员|人人|每人|全体(?:职工|员工|干部|党员|人员))[^,。;、\s]{0,6}(?:转发|转载|点赞|关注|评论)"
)
ONE_PERSON = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|wxid_\w{4,}|(?<![\w.])@[\w\u4e00-\u9fff-]{2,30}")
FEWEST_IN_A_LIST = 3


def refuse_demand(text: str, *, field: str) -> None:
    """Refuse a requirement that asks persons to like, forward or prove it, or that names persons."""
    plain = unicodedata.normalize("NFKC", text)
    found = DEMAND.search(plain) or ONE_PERSON.search(plain)
    if found:
        raise Refused(f"“{found.group()[:20]}”涉及个人。{RULE}请删去后再提交。", field=field)


def refuse_list(text: str, *, field: str) -> None:
    """Refuse a text that lists people: three or more telephone numbers or personal accounts."""
    people = {match.group() for match in ONE_PERSON.finditer(unicodedata.normalize("NFKC", text))}
    if len(people) >= FEWEST_IN_A_LIST:
        raise Refused(f"内容里有个人账号或手机号的名单。{RULE}请删去名单后再提交。", field=field)


def refuse_personal_place(link: str, *, field: str) -> None:
    """Refuse a link to a personal space, a contact card or a group invitation."""
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    if parts.scheme.lower() in PERSONAL_SCHEMES or host in PERSONAL_HOSTS or host.endswith(".qzone.qq.com"):
        raise Refused(f"这是个人空间、名片或入群链接。{RULE}请填写官方账号发布内容的链接。", field=field)
