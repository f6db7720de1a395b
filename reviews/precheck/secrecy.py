"""Marks of secrecy (密级标志): classified marks, numbers of classified papers, words of internal papers."""

import re

from .characters import INNER, SECRET, STAR
from .report import Report

_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_STARS = "★☆✩✪✭✮✯⭐*＊﹡"
_MARK = re.compile(
    rf"{_LEVEL}\s*(?:级\s*)?[{_STARS}]\s*(?:\d{{1,2}}\s*(?:年|个月)|长期|启用前)?|{_LEVEL}\s*级(?:文件|资料|事项|载体|材料)"
    rf"|(?:密级|保密等级)\s*[:：]\s*{_LEVEL}"
)
_NUMBER = re.compile(r"密[发函电字办]?\s*[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d+\s*号")
_AGENCY = re.compile(r"[\u4e00-\u9fff]{1,8}$")
_WORDS = ("内部", "工作秘密", "外传", "泄露", "扩散", "阅后", "公开")
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|参考|刊物|明电|使用|掌握|传阅)(?:[，,。;；\s]*(?:注意保存|注意保密|请勿外传|严禁外传|不得外传|不得公开))?"
    r"|仅供内部[\u4e00-\u9fff]{0,4}|工作秘密|(?:请勿|严禁|不得|切勿)(?:对外)?(?:外传|泄露|扩散)|阅后(?:即焚|收回|销毁)|不宜公开|暂不公开"
)


def check(report: Report) -> None:
    """Note marks that say themselves that a paper is not for the public."""
    reading = report.reading
    if reading.has(SECRET):
        text = reading.ascii_text
        if reading.has(STAR) or "级" in text:
            for match in _MARK.finditer(reading.text):
                advice = "出现密级标志，涉密内容不得发布，请停止并报告保密工作机构。"
                report.add("secrecy_mark", *match.span(), advice)
        if reading.numbers:
            _numbers(report, text)
    if reading.present & (SECRET | INNER) and any(word in reading.text for word in _WORDS):
        for match in _INTERNAL.finditer(reading.text):
            report.add("internal", *match.span(), "出现内部资料字样，请先完成信息公开保密审查。")


def _numbers(report: Report, text: str) -> None:
    at = text.find("密")
    while at >= 0:
        if match := _NUMBER.match(text, at):
            start = _AGENCY.search(text, max(0, at - 8), at)
            advice = "出现涉密文件文号，请核对原件密级，不得发布涉密文件内容。"
            report.add("secret_number", start.start() if start else at, match.end(), advice)
        at = text.find("密", at + 1)
