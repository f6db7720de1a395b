"""The letter to the platform (致平台函): one source for the page, the PDF and the Word file."""

from django.utils.timezone import localdate

from newmedia_portal.core.paper import Layout, Paper, Paragraphs

from ..models import ImpostorCase, ImpostorLetter


def letter_paper(letter: ImpostorLetter, case: ImpostorCase, *, times: int) -> Paper:
    """Return the letter; `times` counts it among the letters of the case, so that a second one says so."""
    own = case.account
    known = f"经查,{own.unit}在册账号为“{own.name}”({own.platform})" if own is not None else ""
    if own is not None and own.certificate_no:
        known += f",备案编号 {own.certificate_no}"
    place = "、".join(
        part for part in (
            f"账号ID {case.handle}" if case.handle else "", f"链接 {case.link}" if case.link else ""
        ) if part
    )  # fmt: skip
    parts = [
        f"{_day(case)}接到反映,贵平台账号“{case.name}”"
        + (f"({place})" if place else "") + f"以{case.unit}的名义活动。经核实,该账号不是{case.unit}开设。",
        f"核实情况:{case.finding}",
    ]  # fmt: skip
    if known:
        parts.append(f"{known}。")
    if times > 1:
        parts.append(f"此前已就同一账号致函 {times - 1} 次,该账号仍在活动,现再次致函。")
    parts += [letter.demand, _reach(case)]
    shots = ("假冒账号页面截图",) if case.screenshot else ()
    return Paper(
        f"关于请求处置假冒账号“{case.name}”的函",
        (Paragraphs(tuple(parts), to=letter.to, attachments=shots, signer=letter.signer, on=letter.dated),),
        number=letter.number,
        layout=Layout.LETTER,
    )


def _reach(case: ImpostorCase) -> str:
    phone = case.unit.contact_phone
    return "请将处理结果函复我单位。" + (f"联系电话:{phone}。" if phone else "") + "特此函达。"


def _day(case: ImpostorCase) -> str:
    day = localdate(case.reported_at)
    return f"{day.year}年{day.month}月{day.day}日,"
