"""Approved and published texts with the right verdict (比对样本): what platforms do, and what people do."""

import re
from collections.abc import Callable
from typing import NamedTuple


def cn(text: str) -> str:
    """Return a text with the signs of its sentences in the wide form, as people write them; numbers keep theirs."""
    return re.sub(r"[,:;()?](?!\d{3})", lambda sign: chr(ord(sign[0]) + 0xFEE0), text)


TITLE = "示例县开展“百日攻坚”行动"
BYLINE = cn("编辑:示例甲  一审:示例乙  二审:示例丙  三审:示例丁  校对:示例戊")
PARAGRAPHS = [
    "11月20日,示例县召开动员会,部署“百日攻坚”行动。县长赵示范出席并讲话,副县长钱样例主持。",
    "会议指出,2026年全县GDP预计增长5.3%,新增就业12,000人,不得以任何理由拖欠工资;未经批准,不准擅自停工。",
    "会议强调:要做到“三个到位”——责任到位、措施到位、督查到位……确保12月31日前完成。",
    "Wi-Fi 6E 设备由示例公司提供,型号 O0-l1 共 30 台,咨询电话 0000-1234567 。❤️",
    "会议要求,各乡镇(街道)应当在3个工作日内报送方案(联系人:孙例)。",
]
PARAGRAPHS = [cn(paragraph) for paragraph in PARAGRAPHS]
TEXT = "\n".join(PARAGRAPHS)


class Pair(NamedTuple):
    """What was published instead of the approved text; `kinds` are the differences that must be named."""

    name: str
    text: str
    kinds: tuple[str, ...] = ()
    title: str = TITLE


def edit(*changes: tuple[str, str]) -> str:
    """Return the approved text with these words changed; each must stand there."""
    text = TEXT
    for old, new in changes:
        assert text.count(cn(old)) >= 1, old
        text = text.replace(cn(old), cn(new), 1)
    return text


def every(change: Callable[[str], str]) -> str:
    """Return the approved text with each sign passed through a function."""
    return "".join(change(sign) for sign in TEXT)


def wide(signs: str) -> Callable[[str], str]:
    return lambda sign: chr(ord(sign) + 0xFEE0) if sign in signs else sign


def narrow(signs: str) -> Callable[[str], str]:
    return lambda sign: chr(ord(sign) - 0xFEE0) if sign in signs else sign


def without(number: int) -> str:
    return "\n".join(PARAGRAPHS[:number] + PARAGRAPHS[number + 1 :])


SAME = [
    Pair("identical", TEXT),
    Pair("without a title", TEXT, title=""),
    Pair("one paragraph", "".join(PARAGRAPHS)),
    Pair("one paragraph with spaces", " ".join(PARAGRAPHS)),
    Pair("blank lines", "\n\n\n".join(PARAGRAPHS)),
    Pair("line ends of another system", "\r\n".join(PARAGRAPHS)),
    Pair("indented", "\n".join(f"\u3000\u3000{one}" for one in PARAGRAPHS)),
    Pair("a line end after every sentence", TEXT.replace("。", "。\n")),
    Pair("lines broken anywhere", edit(("召开动员会", "召开动\n员会"), ("主持", "主 持"))),
    Pair("spaces between signs", edit(("示例县召开动员会", "示\u2009例\u2009县\u2009召\u2009开 动 员 会"))),
    Pair("no-break spaces", TEXT.replace(" ", "\u00a0")),
    Pair("two spaces", TEXT.replace(" ", "  ")),
    Pair("a space between Chinese and Latin", edit(("全县GDP预计", "全县 GDP 预计"), ("长5.3%", "长 5.3%"))),
    Pair("no space between Chinese and Latin", edit(("6E 设备", "6E设备"), ("共 30 台", "共30台"))),
    Pair("tabs", edit(("6E 设备", "6E\t设备"))),
    Pair("zero-width signs", "\u200b".join(TEXT)),
    Pair("a byte order mark", f"\ufeff{TEXT}"),
    Pair("soft hyphens and direction marks", edit(("动员会", "动\u00ad员\u200e会\u2060"))),
    Pair("narrow commas", TEXT.replace("\uff0c", ",")),
    Pair("narrow commas with a space", TEXT.replace("\uff0c", ", ")),
    Pair("narrow colons and brackets", every(narrow("\uff1a\uff08\uff09"))),
    Pair("wide comma inside a number", TEXT.replace("12,000", "12\uff0c000")),
    Pair("narrow stops", TEXT.replace("。", ".")),
    Pair("wide stops of the other kind", TEXT.replace("。", "\uff0e")),
    Pair("half-width ideographic signs", TEXT.replace("。", "\uff61").replace("、", "\uff64")),
    Pair("wide digits", every(wide("0123456789"))),
    Pair("wide percent sign and hyphens", every(wide("%-"))),
    Pair("narrow semicolon", TEXT.replace("\uff1b", ";")),
    Pair("straight quotes", TEXT.replace("“", '"').replace("”", '"'), title=TITLE.replace("“", '"').replace("”", '"')),
    Pair("wide straight quotes", TEXT.replace("“", "\uff02").replace("”", "\uff02")),
    Pair("low quotes", TEXT.replace("“", "„")),
    Pair("two hyphens for a dash", TEXT.replace("——", "--")),
    Pair("one long dash", TEXT.replace("——", "⸺")),
    Pair("three points for dots", TEXT.replace("……", "...")),
    Pair("one sign for dots", TEXT.replace("……", "…")),
    Pair("six points for dots", TEXT.replace("……", "......")),
    Pair("no emoji selector", TEXT.replace("\ufe0f", "")),
    Pair("the other emoji selector", TEXT.replace("\ufe0f", "\ufe0e")),
    Pair("title repeated", f"{TITLE}\n{TEXT}"),
    Pair("title repeated twice", f"{TITLE}\n\n{TITLE}\n{TEXT}"),
    Pair("title run into the text", TITLE + "".join(PARAGRAPHS)),
    Pair("author line", f"作者:示例甲\n{TEXT}"),
    Pair("author line in wide signs", cn("作者:示例甲\n") + TEXT),
    Pair("original with author", f"原创 示例甲\n{TEXT}"),
    Pair("time of publication", f"{TITLE}\n2026-11-21 10:30\n{TEXT}"),
    Pair("time and place of publication", f"2026年11月21日 10:30 示例省\n{TEXT}"),
    Pair("read the original", f"{TEXT}\n阅读原文"),
    Pair("read the original, run in", f"{TEXT}阅读原文"),
    Pair("counters", f"{TEXT}\n阅读原文\n阅读 1.2万\n赞 12 在看 3\n分享 收藏 留言"),
    Pair("the line of names", f"{TEXT}\n{BYLINE}"),
    Pair("the line of names on lines of its own", TEXT + "\n" + BYLINE.replace("  ", "\n")),
    Pair("the line of names run in", f"{TEXT}{BYLINE}"),
    Pair("places of pictures", f"图片\n{TEXT}\n[图片]"),
    Pair("all of it", f"{TITLE}\n原创 示例甲\n2026-11-21 10:30\n\n" + "\n\n".join(PARAGRAPHS).replace("\uff0c", ",")
         + f"\n\n{BYLINE}\n阅读原文\n预览时标签不可点"),
]  # fmt: skip

CHANGED = [
    Pair("a digit", edit(("5.3%", "5.8%")), ("changed",)),
    Pair("a digit dropped", edit(("12,000", "2,000")), ("dropped",)),
    Pair("a digit added", edit(("12,000", "12,0000")), ("added",)),
    Pair("the point of a number", edit(("5.3%", "53%")), ("dropped",)),
    Pair("the point of a number made a stop", edit(("5.3%", "5。3%")), ("changed",)),
    Pair("digits parted", edit(("0000-1234567", "0000-123 4567")), ("added",)),
    Pair("a day", edit(("12月31日", "12月21日")), ("changed",)),
    Pair("a year", edit(("2026年", "2025年")), ("changed",)),
    Pair("a percent sign", edit(("5.3%", "5.3‰")), ("changed",)),
    Pair("a negation dropped", edit(("不得以", "得以")), ("dropped",)),
    Pair("a negation added", edit(("应当在", "不应当在")), ("added",)),
    Pair("a negation changed", edit(("未经批准", "已经批准")), ("changed",)),
    Pair("another negation", edit(("不准擅自", "准许擅自")), ("dropped", "added")),
    Pair("a name", edit(("赵示范", "赵示例")), ("changed",)),
    Pair("a name with a sign of the same look", edit(("赵示范", "赵示笵")), ("changed",)),
    Pair("names exchanged", edit(("赵示范", "钱样例"), ("副县长钱样例", "副县长赵示范")), ("changed", "changed")),
    Pair("a title of office", edit(("副县长", "县长")), ("dropped",)),
    Pair("a name dropped", edit(("(联系人:孙例)", "")), ("dropped",)),
    Pair("letter for digit", edit(("O0-l1", "00-l1")), ("changed",)),
    Pair("digit for letter", edit(("O0-l1", "O0-11")), ("changed",)),
    Pair("wide digit for letter", edit(("O0-l1", "\uff100-l1")), ("changed",)),
    Pair("letter in the other width", edit(("GDP", "\uff27DP")), ("changed",)),
    Pair("Cyrillic letter", edit(("GDP", "GD\u0420")), ("changed",)),
    Pair("letter case", edit(("Wi-Fi", "Wi-fi")), ("changed",)),
    Pair("words run together", edit(("Wi-Fi 6E", "Wi-Fi6E")), ("dropped",)),
    Pair("a comma dropped", edit(("未经批准,", "未经批准")), ("dropped",)),
    Pair("a comma made a stop", edit(("未经批准,", "未经批准。")), ("changed",)),
    Pair("a question for a stop", edit(("擅自停工。", "擅自停工?")), ("changed",)),
    Pair("quotes taken off", edit(("“三个到位”", "三个到位")), ("dropped", "dropped")),
    Pair("a hyphen dropped", edit(("0000-1234567", "00001234567")), ("dropped",)),
    Pair("an emoji", edit(("❤", "💔")), ("changed",)),
    Pair("a word", edit(("应当在", "可以在")), ("changed",)),
    Pair("a unit", edit(("30 台", "30 套")), ("changed",)),
    Pair("one of two signs that look alike", edit(("未经", "末经")), ("changed",)),
    Pair("traditional form", edit(("会议指出", "會议指出")), ("changed",)),
    Pair("first paragraph dropped", without(0), ("dropped",)),
    Pair("middle paragraph dropped", without(2), ("dropped",)),
    Pair("last paragraph dropped", without(4), ("dropped",)),
    Pair("paragraph moved", "\n".join([PARAGRAPHS[n] for n in (0, 2, 1, 3, 4)]), ("moved",)),
    Pair("paragraph doubled", "\n".join([*PARAGRAPHS, PARAGRAPHS[1]]), ("added",)),
    Pair("sentence added", edit(("钱样例主持。", "钱样例主持。会议开得很成功。")), ("added",)),
    Pair("paragraph added at the end", f"{TEXT}\n以上情况属实,欢迎监督。", ("added",)),
    Pair("paragraph added at the head", f"重磅消息\n{TEXT}", ("added",)),
    Pair("advertising added", f"{TEXT}\n扫码领取优惠券", ("added",)),
    Pair("line of names changed", f"{TEXT}\n{BYLINE.replace('示例丁', '示例己')}", ("added",)),
    Pair("a source that nobody named", f"来源:示例网\n{TEXT}", ("added",)),
    Pair("a time inside the text", edit(("责任到位、", "责任到位、\n2026-11-21 10:30\n")), ("added",)),
    Pair("a prompt inside the text", edit(("并讲话,", "并讲话,\n阅读原文\n")), ("added",)),
    Pair("title changed", TEXT, ("title",), TITLE.replace("百日", "百天")),
    Pair("title and text changed", edit(("5.3%", "3.5%")), ("title", "dropped", "added"), TITLE + "啦"),
    Pair("title changed in the text", f"{TITLE.replace('县', '市')}\n{TEXT}", ("added",), ""),
    Pair("cut off", TEXT[:60], ("dropped",)),
    Pair("another text", "今天天气很好。", ("changed",)),
]
