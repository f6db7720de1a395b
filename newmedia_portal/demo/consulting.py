"""Cases on which others are asked (演示加签): delegated, signed jointly, sent back, copied, and one who stands in."""

from datetime import timedelta
from typing import Any

from filings import actions
from filings.models import Filing
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.substitutions import substitute

from .cases import Stage, opening, person, platforms_of, step

REGIME = "gejiu"


def consult(stage: Stage) -> None:
    """Show every way of asking others, with the cast of one regime."""
    if stage.regime != REGIME:
        return
    platforms = platforms_of(stage)
    _delegated(opening(stage, "文旅问答", platforms[0], event=7, submitted=5), stage)
    _jointly(opening(stage, "景区直播", platforms[1], event=8, submitted=6), stage)
    _sent_back(opening(stage, "非遗课堂", platforms[2], event=9, submitted=7), stage)
    _stand_in(stage)


def _cast(stage: Stage, role: str) -> User:
    return person(User.objects.get(username=f"{stage.regime}-{role}"))


def _waiting(filing: Filing) -> int:
    run = chain.open_run_of(filing)
    waiting = chain.current_step(run) if run else None
    if waiting is None:
        raise LookupError(f"{filing} 没有待办环节")
    return waiting.pk


def _delegated(filing: Filing, stage: Stage) -> None:
    step(filing, "approve", stage.moment(4), "同意上报。")
    director, registrar = _cast(stage, "director"), _cast(stage, "registrar")
    said: dict[str, Any] = {"by": registrar, "at": stage.moment(3), "reason": "请核对名称是否与主体一致"}
    actions.delegate(filing, step_id=_waiting(filing), to=director, **said)


def _jointly(filing: Filing, stage: Stage) -> None:
    """The unit's chief asks two colleagues first; one has agreed."""
    chief, deputy, editor = (_cast(stage, role) for role in ("chief", "deputy", "editor"))
    asked, at = Asked([deputy, editor]), stage.moment(5)
    actions.add_signers(filing, step_id=_waiting(filing), asked=asked, after=False, reason="请先会签", by=chief, at=at)
    said: dict[str, Any] = {"by": deputy, "at": stage.moment(4), "opinion": "同意，直播时段请安排值守。"}
    actions.decide(filing, step_id=_waiting(filing), verb="approve", **said)
    observer = _cast(stage, "observer")
    said = {"by": _cast(stage, "registrar"), "at": stage.moment(3), "note": "供了解直播类账号备案情况"}
    actions.copy(filing, kind="circulate", people=[observer], **said)


def _sent_back(filing: Filing, stage: Stage) -> None:
    """The department sends it back to the unit's chief, straight."""
    step(filing, "approve", stage.moment(6), "同意。")
    opinion = "请主要领导补充说明运营经费来源。"
    said: dict[str, Any] = {"by": _cast(stage, "registrar"), "at": stage.moment(5), "opinion": opinion}
    actions.decide(filing, step_id=_waiting(filing), verb="send_back", to_code="chief", straight=True, **said)


def _stand_in(stage: Stage) -> None:
    """The head of a section is away for some days; the deputy stands in for filings."""
    head, deputy = _cast(stage, "head"), _cast(stage, "deputy")
    days: dict[str, Any] = {"starts_on": stage.today, "ends_on": stage.today + timedelta(days=5)}
    substitute(
        head, by_whom=deputy, role="", object_type="filings.filing", reason="出差", by=head, at=stage.moment(0), **days
    )
