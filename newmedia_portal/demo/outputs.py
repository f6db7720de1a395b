"""Outputs of the demo (演示上报与通报): a workbook in the download centre, a bulletin issued and one in draft."""

from datetime import datetime

from django.utils import timezone

from assessments.actions.bulletins import draft_bulletin, issue_bulletin, save_bulletin
from assessments.models import Quarter
from assessments.outputs.book import SOURCE, name_of
from newmedia_portal.core.access.models import User
from newmedia_portal.core.exports.actions import ask
from newmedia_portal.core.exports.schedules import arrange

from .cases import Stage, person

REGIMES = ("taibai",)
DEMAND = "（一）请有关单位对照附件整改，并按期报送整改情况。\n（二）请各单位对本单位全部账号自查一遍。（示例）"


def give_out(stage: Stage, at: datetime) -> None:
    """Ask for the workbook of the published quarter, issue its bulletin, leave the next one in draft."""
    if stage.regime not in REGIMES:
        return
    root = stage.unit.root or stage.unit
    registrar = person(User.objects.get(username=f"{stage.regime}-registrar"))
    director = person(User.objects.get(username=f"{stage.regime}-director"))
    quarters = list(Quarter.objects.filter(root=root, of_year=False).order_by("-start_on")[:2])
    if len(quarters) < 2:
        return
    running, closed = quarters
    says = f"{root.name} {closed.words}"
    export = ask(SOURCE, title=name_of(closed), params={"quarter": closed.pk}, by=registrar, at=at, says=says)
    arrange(
        export, title="每季度考核工作簿", rhythm="quarterly", day=10, recipients=[registrar, director], attach=False,
        origin="http://127.0.0.1:8000/", by=registrar, at=at, today=timezone.localdate(at),
    )  # fmt: skip
    issued = draft_bulletin(closed, by=registrar, at=at)
    values = {"number": "示例政办发〔2026〕12号", "demand_on": issued.demand_on or timezone.localdate(at)}
    save_bulletin(issued, values=values, texts={"demands": DEMAND}, by=registrar, at=at)
    issue_bulletin(issued, by=director, at=at, today=timezone.localdate(at))
    draft_bulletin(running, by=registrar, at=at)
