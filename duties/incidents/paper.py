"""The after-action report (事件处置报告): facts, what was done and when, causes and lessons."""

from collections.abc import Sequence

from newmedia_portal.core.paper import Body, Cell, Grid, Heading, Note, Opinion, Paper, SignatureBox, Table
from newmedia_portal.core.ui.texts import moment_text

from ..models import Incident, IncidentEntry
from .statistics import minutes_text


def report_paper(incident: Incident, entries: Sequence[IncidentEntry]) -> Paper:
    """Return the report; before it is summed up it says so."""
    parts = (("起因与影响", incident.cause), ("处置过程", incident.handling), ("教训与改进", incident.lessons))
    text = [part for head, words in parts for part in (Heading(head), words or "(尚未填写)")]
    table = Table(
        ("时间", "类别", "对象", "内容", "结果"),
        [
            (moment_text(one.moment), one.get_axis_display(), one.who, _told(incident, one), one.result)
            for one in entries
        ],
        widths=(18, 10, 20, 32, 20),
        caption="处置记录",
    )
    return Paper(
        "事件处置报告",
        (_facts(incident), table, Body(tuple(text)), SignatureBox("单位负责人意见", Opinion(seal="加盖单位公章")),
         Note((f"依据:{incident.edition.edition.short_title}。时间按登记。",))),
        subtitle=incident.title,
        number=f"编号 {incident.pk}",
    )  # fmt: skip


def _facts(incident: Incident) -> Grid:
    pairs = (
        ("单位", str(incident.unit), "账号", str(incident.account or "不限于一个账号")),
        ("类别", incident.get_kind_display(), "等级", incident.get_severity_display()),
        ("发现时间", moment_text(incident.found_at), "发现人", incident.found_by),
        ("报告单位负责人", _at(incident.head_told_at), "报告宣传部门", _at(incident.department_told_at)),
        ("开始处置", _at(incident.handling_since), "处置完成", _at(incident.handled_at)),
        (
            "发现至报告", minutes_text(incident.minutes_to_report) or "—",
            "发现至处置完成", minutes_text(incident.minutes_to_handle) or "—",
        ),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (Cell(a, 18, head="row"), Cell(b, 32), Cell(c, 18, head="row"), Cell(d, 32)) for a, b, c, d in pairs
    ]
    rows.append((Cell("情况", 18, head="row"), Cell(incident.text or "—", 82)))
    return Grid(tuple(rows))


def _at(moment: object) -> str:
    return moment_text(moment) or "—"  # type: ignore[arg-type]


def _told(incident: Incident, entry: IncidentEntry) -> str:
    labels = {sanction.code: sanction.label for sanction in incident.edition.edition.sanctions}
    return ";".join(part for part in (labels.get(entry.code, ""), entry.channel, entry.text) if part)
