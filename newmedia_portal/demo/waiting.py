"""What waits for the department in the demo (演示待办): enough for a morning, most of it in order, some with faults."""

from filings import actions
from filings.models import Filing
from filings.queue.actions import add_phrase
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.workflow import chain

from .cases import Stage, complete, draft, opening, person, platforms_of, settle, step

#: Name, and how many working days ago it was opened and handed in; one repeats the id of the first.
IN_ORDER = (("办事指南", 9, 7), ("政策问答", 8, 6), ("便民地图", 6, 5), ("应急提示", 5, 3))
LATE = ("节目预告", 60, 4)
TWICE = ("活动日历", 7, 4)
CHANGED = ("党建之窗", 50, 48)
#: The department with a whole morning's work; the others have a few.
WHOLE, FEW = "gejiu", 3
PHRASES = ("材料齐全，同意备案。", "经核对无误，同意。", "请补充班子会议纪要后重新提交。")


def wait_for_department(stage: Stage) -> None:
    """Hand in openings and a change, and let the unit's own leaders agree to them."""
    platforms, whole = platforms_of(stage), stage.regime == WHOLE
    for number, (word, event, submitted) in enumerate((*IN_ORDER, LATE) if whole else IN_ORDER[:FEW]):
        platform = platforms[number % len(platforms)]
        hand_up(stage, opening(stage, word, platform, event=event, submitted=submitted), submitted - 1)
    if whole:
        _twice(stage, platforms[0])
        _changed(stage, platforms[-1])
    _phrases(stage)


def hand_up(stage: Stage, filing: Filing, workdays_ago: int) -> None:
    """Let every step agree until the filing lies with the department."""
    while (run := chain.open_run_of(filing)) and (waiting := chain.current_step(run)) and waiting.role not in AUTHORITY:
        step(filing, "approve", stage.moment(workdays_ago), "同意，请备案。")


def _twice(stage: Stage, platform: str) -> None:
    """Hand in an opening with the platform's id of another one that is under way."""
    word, event, submitted = TWICE
    other = Filing.objects.filter(unit=stage.unit, title=stage.name(IN_ORDER[0][0])).get()
    filing = draft(stage, word, platform, event=event, at=submitted)
    filing = actions.save_task(
        filing,
        answers=filing.data | {"platform": other.data["platform"], "platform_id": other.data["platform_id"]},
        team=filing.team,
        version=filing.version,
        by=person(stage.operator),
        at=stage.moment(submitted, 12),
    )
    filing = actions.submit(filing, version=filing.version, by=person(stage.operator), at=stage.moment(submitted, 15))
    hand_up(stage, filing, submitted - 1)


def _changed(stage: Stage, platform: str) -> None:
    """Register an account, then hand in what has changed about it since."""
    word, event, submitted = CHANGED
    account = settle(stage, opening(stage, word, platform, event=event, submitted=submitted), submitted - 1).account
    by = person(stage.operator)
    change = actions.start(stage.unit, kind="change", variant="standard", by=by, at=stage.moment(4), account=account)
    change = complete(stage, change, f"{stage.name(word)}在线", event=5, at=4, purpose="发布党建动态和学习资料。")
    change = actions.submit(change, version=change.version, by=person(by), at=stage.moment(4, 15))
    hand_up(stage, change, 3)


def _phrases(stage: Stage) -> None:
    """Give the registrar a few phrases."""
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    for number, text in enumerate(PHRASES):
        add_phrase(text, by=person(registrar), at=stage.moment(30, 9 + number))
