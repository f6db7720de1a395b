"""What a column of an export can mean (列含义), and under which headings the back ends write it, best first."""

from newmedia_portal.core.workbook.typed import key_of

IGNORE = "ignore"
TITLES: dict[str, str] = {
    "title": "标题",
    "published": "发布时间",
    "day": "发布日期",
    "link": "链接",
    "account": "账号",
    "platform": "平台",
    "original": "原创",
    "reads": "阅读数",
    "likes": "点赞数",
    "wows": "在看数",
    "forwards": "转发数",
    "comments": "评论数",
    IGNORE: "不导入",
}
HEADINGS: dict[str, str] = {
    "title": "内容标题 文章标题 作品名称 作品标题 视频标题 图文标题 笔记标题 信息标题 标题 "
    "微博内容 微博正文 博文内容 博文正文 作品描述 视频描述 正文 内容",
    "published": "发布时间 发表时间 首次发布时间 推送时间 群发时间 发博时间 发送时间 发表时间(首次) 时间",
    "day": "发布日期 发表日期 推送日期 发博日期 日期",
    "link": "内容url 链接 文章链接 作品链接 微博链接 博文链接 内容链接 视频链接 原文链接 信息链接 url 网址 地址",
    "account": "账号名称 公众号名称 账号 账号昵称 所属账号 发布账号 微博昵称 微博账号 抖音昵称 公众号 新媒体名称 昵称",
    "platform": "平台 平台类型 账号平台 所属平台 平台名称",
    "original": "原创 是否原创 原创情况 原创标识 原创/转载 创作类型",
    "reads": "总阅读次数 阅读次数 图文阅读次数 阅读量 阅读数 播放量 播放数 播放次数 阅读(播放)量 观看量 观看次数 "
    "浏览量 浏览次数 点击量 阅读 总阅读人数 阅读人数",
    "likes": "点赞量 点赞数 点赞次数 点赞 赞 赞数 点赞人数 喜欢 喜欢数",
    "wows": "在看数 在看 在看人数 在看次数 好看数",
    "forwards": "转发量 转发数 转发 转发次数 总分享次数 分享次数 分享量 分享数 分享 总分享人数 分享人数",
    "comments": "评论量 评论数 评论 评论次数 评论条数 留言数 留言 留言条数 留言量",
}
LAYOUTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "template": ("本平台模板", ()),
    "wechat": ("微信公众号 内容分析", ("wechat_subscription", "wechat_service")),
    "douyin": ("抖音 作品数据", ("douyin",)),
    "toutiao": ("头条号 作品数据", ("toutiao",)),
    "weibo": ("微博 博文数据", ("weibo",)),
    "general": ("多账号汇总表", ()),
    "other": ("其他表格", ()),
}
"""Layouts (版式) in words, and the platforms whose back end writes them."""
_SIGNS: tuple[tuple[str, int, str], ...] = (
    ("wechat", 1, "内容url 总阅读人数 总阅读次数 送达人数 公众号消息阅读次数 阅读后关注人数 阅读完成率"),
    ("toutiao", 1, "粉丝展现量 展现量 粉丝阅读量 粉丝播放量"),
    ("douyin", 1, "完播率 5s完播率 2s跳出率 封面点击率 主页访问量 粉丝增量 作品名称"),
    ("weibo", 1, "微博内容 微博正文 博文内容 博文正文 微博链接 博文链接 发博时间 微博昵称"),
)
_TEMPLATE = ("账号名称", "平台类型", "发布日期", "发布时间", "标题")
_WEIBO_TRIO = ("转发", "评论", "赞")
_RANKS = {
    key_of(word): (field, rank)
    for field, words in HEADINGS.items()
    for rank, word in enumerate(words.split())
}  # fmt: skip
NUMBERS = ("reads", "likes", "wows", "forwards", "comments")


def propose(headings: dict[int, str]) -> dict[int, str]:
    """Return the meaning of each column by its heading; of several that mean the same the best one has it."""
    best: dict[str, tuple[int, int]] = {}
    for column, text in headings.items():
        field, rank = _RANKS.get(_bare(text), (IGNORE, 0))
        if field != IGNORE and (field not in best or rank < best[field][0]):
            best[field] = (rank, column)
    chosen = {column: field for field, (_, column) in best.items()}
    return {column: chosen.get(column, IGNORE) for column in headings}


def layout_of(headings: dict[int, str]) -> str:
    """Return the layout that a head shows."""
    words = {_bare(text) for text in headings.values()}
    if words >= set(map(key_of, _TEMPLATE)):
        return "template"
    meanings = set(propose(headings).values())
    for layout, needed, signs in _SIGNS:
        if len(words & set(map(key_of, signs.split()))) >= needed and "account" not in meanings:
            return layout
    if "account" in meanings:
        return "general"
    return "weibo" if words >= set(map(key_of, _WEIBO_TRIO)) else "other"


def is_head(headings: dict[int, str]) -> bool:
    """Whether a row is the head of a table of items: it has a title and a time."""
    meanings = set(propose(headings).values())
    return "title" in meanings and bool(meanings & {"published", "day"})


def is_daily(headings: dict[int, str]) -> bool:
    """Whether a row is the head of a table by day or channel, which tells of no single item."""
    meanings = set(propose(headings).values())
    return "title" not in meanings and bool(meanings & {"published", "day"}) and bool(meanings & set(NUMBERS))


def _bare(text: str) -> str:
    return key_of(text).strip("*:")
