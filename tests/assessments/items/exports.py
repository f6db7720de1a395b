"""Back-end exports as the platforms write them, with plainly artificial contents, made by openpyxl."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
MORNING = datetime(2026, 9, 1, 9, 5)  # noqa: DTZ001 - a workbook knows no time zone
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WECHAT = [
    "内容标题", "发表时间", "总阅读人数", "总阅读次数", "总分享人数", "总分享次数", "阅读后关注人数", "送达人数",
    "公众号消息阅读次数", "送达阅读率", "首次分享次数", "分享产生阅读次数", "首次分享率", "每次分享带来阅读次数",
    "阅读完成率", "内容url",
]  # fmt: skip
DOUYIN = [
    "作品名称", "发布时间", "体裁", "审核状态", "播放量", "完播率", "5s完播率", "封面点击率", "2s跳出率",
    "平均播放时长", "点赞量", "分享量", "评论量", "收藏量", "主页访问量", "粉丝增量",
]  # fmt: skip
TOUTIAO = [
    "标题", "发布时间", "ID", "链接", "展现量", "粉丝展现量", "阅读量", "粉丝阅读量", "点击率", "平均阅读完成率",
    "平均阅读时长", "点赞量", "评论量", "转发量", "分享量", "收藏量",
]  # fmt: skip
WEIBO = ["微博内容", "发布时间", "微博链接", "阅读数", "转发", "评论", "赞", "收藏"]
GENERAL = [
    "序号",
    "账号名称",
    "平台",
    "标题",
    "发布时间",
    "链接",
    "阅读量",
    "点赞量",
    "在看数",
    "转发量",
    "评论量",
    "是否原创",
]
DAILY = ["日期", "渠道", "阅读次数", "阅读人数", "分享次数", "分享人数", "收藏人数", "群发篇数"]


def wechat() -> Rows:
    """内容分析—已通知内容: the day as text in eight digits, no clock, shares as times and people."""
    long = "http://mp.weixin.qq.com/s?__biz=MzAx&mid=22475{0}&idx={1}&sn=ab{0}{1}&chksm=x#rd"
    return [
        WECHAT,
        ["示例一:读书活动安排", "20260901", 980, 1204, 30, 41, 5, 3000, 800, "26.7%", 12, 200, "1.5%", 16.7, "61.2%",
         long.format(1, 1)],
        ["示例二:便民服务指南", "20260901", 320, 402, 8, 9, 0, 3000, 300, "10.0%", 3, 20, "1.0%", 6.7, "70.0%",
         long.format(1, 2)],
        ["示例三:=不是公式的标题", "20260903", "--", "--", "--", "--", "--", 3000, "--", "--", "--", "--", "--", "--",
         "--", long.format(2, 1)],
    ]  # fmt: skip


def douyin() -> Rows:
    """创作者中心—投稿列表: moments as text to the second, rates as fractions."""
    return [
        DOUYIN,
        ["示例短视频 #示例话题", "2026-09-02 10:30:15", "视频", "已通过", 15023, 0.31, 0.5, 0.08, 0.2, 21.5, 320,
         12, 45, 7, 30, 4],
        ["示例图文作品", "2026-09-05 19:00:00", "图文", "已通过", "1.2万", "--", "--", "--", "--", "--",
         "1.1万", 8, 0, 2, 3, 0],
    ]  # fmt: skip


def toutiao() -> Rows:
    """作品数据—图文: numbers as text, ids of nineteen digits as text, 分享 beside 转发."""
    return [
        TOUTIAO,
        ["示例头条文章", "2026-09-04 08:00:01", "7410000000000000001", "https://www.toutiao.com/item/7410000000000000001/",
         "52000", "1200", "10万+", "300", "9.8%", "55.1%", "01:20", "66", "12", "5", "9", "3"],
    ]  # fmt: skip


def weibo() -> Rows:
    """A title line with the period above the head; 转发 评论 赞 without 数; a line of sums below."""
    return [
        ["示例发布 博文数据 统计周期:2026-09-01 至 2026-09-07"],
        [],
        WEIBO,
        ["#示例话题# 今天的示例信息,请看长图。", MORNING, "https://weibo.com/100/Oabc1", 12000, 3, 4, 56, 1],
        ["转发微博", "2026/9/7 18:20", "https://weibo.com/100/Oabc2", "8,901", "-", 0, 12, ""],
        ["合计", "", "", 20901, 3, 4, 68, 1],
    ]  # fmt: skip


def general() -> Rows:
    """Several accounts in one table, as a department collects it."""
    return [
        GENERAL,
        [1, "示例发布", "微博", "示例甲", "2026年9月1日", "", 100, 1, "", 2, 3, "是"],
        [2, "示例公众号", "微信公众号", "示例乙", 20260902, "", "1.5w", 4, 5, 6, "", "转载"],
        [3, "示例公众号", "", "示例丙", "2026.9.3", "", "", "", "", "", "", ""],
    ]  # fmt: skip


def daily() -> Rows:
    """全部—流量分析: by day and channel, without any single item."""
    return [DAILY, ["20260901", "公众号消息", 100, 90, 3, 3, 1, 1], ["20260902", "聊天会话", 50, 40, 1, 1, 0, 0]]


LAYOUTS = {"wechat": wechat, "douyin": douyin, "toutiao": toutiao, "weibo": weibo, "general": general, "daily": daily}


def book(*sheets: Rows, names: Sequence[str] = ()) -> bytes:
    """Return a workbook with these sheets."""
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        page = made.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value not in ("", None):
                    cell = page.cell(at, column, value)
                    if isinstance(value, str) and "=不" in value:
                        cell.data_type = "s"
    packed = BytesIO()
    made.save(packed)
    return packed.getvalue()


def upload(content: bytes, name: str = "示例导出.xlsx") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=XLSX)
