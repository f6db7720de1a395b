"""The notice to a unit (整改通知书): one source for the page, the PDF and the Word file."""

from django.utils.timezone import localtime

from newmedia_portal.core.paper import Layout, Paper, Paragraphs, Table

from ..models import Finding, RectificationNotice

HEADS = ("序号", "账号", "平台", "问题", "情况", "依据", "报告期限")


def notice_paper(notice: RectificationNotice) -> tuple[Paper, ...]:
    """Return the letter and, attached, the list of findings with what was seen and by when to report."""
    found = list(Finding.objects.filter(notice=notice).select_related("account__platform").order_by("pk"))
    basis = notice.campaign.name if notice.campaign is not None else "日常监管和上级检查"
    article = notice.campaign.article if notice.campaign is not None else ""
    title = notice.campaign.edition.edition.title if notice.campaign is not None else ""
    cited = f"依据《{title}》{article}，" if article else ""
    vetoes = sum(one.is_veto for one in found)
    parts = [
        f"{cited}在{basis}中，发现你单位 {len({one.account_id for one in found})} 个账号存在 {len(found)} 项问题"
        + (f"，其中单项否决 {vetoes} 项" if vetoes else "") + "，具体情况见附件。",
        f"请逐项整改，于{_day(notice.due_on)}前在平台提交整改报告和佐证材料。整改后将进行复查。",
    ]  # fmt: skip
    disputes = [one.objection_due_on for one in found if one.objection_due_on is not None]
    if disputes:
        parts.append(f"对问题有异议的，可以于{_day(min(disputes))}前提出申诉。")
    if notice.words:
        parts.append(notice.words)
    phone = notice.department.contact_phone
    parts.append(f"联系电话：{phone}。" if phone else "特此通知。")
    letter = Paragraphs(
        tuple(parts), to=f"{notice.unit.name}：", attachments=("问题清单",), signer=notice.department.name,
        on=notice.issued_on,
    )  # fmt: skip
    rows = tuple(_row(number, one) for number, one in enumerate(found, 1))
    return (
        Paper("关于限期整改政务新媒体问题的通知", (letter,), number=notice.number, layout=Layout.LETTER),
        Paper("问题清单", (Table(HEADS, rows, widths=(6, 16, 10, 15, 26, 12, 15)),), number=notice.number),
    )


def _row(number: int, one: Finding) -> tuple[str, ...]:
    seen = f"{one.words}（{localtime(one.found_at):%Y-%m-%d}）"
    label = f"{one.label}（单项否决）" if one.is_veto else one.label
    label += "；重复出现" if one.repeats_id is not None else ""
    due = one.due_on.isoformat() if one.due_on is not None else ""
    return (str(number), one.account.name, one.account.platform.name, label, seen, one.article, due)


def _day(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日"  # type: ignore[attr-defined]
