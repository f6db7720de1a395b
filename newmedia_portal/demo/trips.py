"""One opening per regime, from draft to certificate (演示全程): what `make demo-data` ends with."""

from dataclasses import dataclass
from datetime import datetime

from filings import actions
from filings.clock import clock_of
from filings.content import kind_of
from filings.models import Filing
from newmedia_portal.core.workflow.models import Step

from .cases import REGIMES, Stage, complete, person, settle, stage_for

FIELD = "platform"


@dataclass(frozen=True)
class Trip:
    """What became of one opening."""

    regime: str
    organisation: str
    chain: str
    due: str
    why: str
    certificate: str
    address: str


def drive(at: datetime) -> list[Trip]:
    """Drive one opening per regime through its own chain, as its people would."""
    return [_one(stage_for(regime, at)) for regime in REGIMES]


def _one(stage: Stage) -> Trip:
    by = person(stage.operator)
    filing = actions.start(stage.unit, kind="open", variant="standard", by=by, at=stage.moment(5, 9))
    filing = complete(stage, filing, stage.name(f"便民窗口{_next(stage)}"), event=6, at=5, **_own(stage, filing))
    filing = actions.submit(filing, version=filing.version, by=person(by), at=stage.moment(4))
    filing = settle(stage, filing, 3)
    clock, limit = clock_of(filing), kind_of(filing)
    return Trip(
        regime=stage.regime,
        organisation=str(stage.unit.root),
        chain=" → ".join(_steps(filing)),
        due=str(clock.due.due) if clock else "不设期限",
        why=clock.why if clock else f"{limit.article}:{limit.limit_note}",
        certificate=filing.certificate.number,
        address=f"/accounts/{filing.account_id}/",
    )


def _steps(filing: Filing) -> list[str]:
    steps = Step.objects.filter(run__object_type="filings.filing", run__object_id=filing.pk).order_by("run", "position")
    return [step.label for step in steps]


def _next(stage: Stage) -> str:
    """Return a number that makes a second run's account a new one."""
    return str(Filing.objects.filter(unit=stage.unit, title__contains="便民窗口").count() + 1)


def _own(stage: Stage, filing: Filing) -> dict[str, str]:
    number = Filing.objects.filter(unit=stage.unit).count()
    code = filing.edition.edition.platform_codes()[0]
    return {FIELD: code, "platform_id": f"shili_{stage.regime}_trip_{number:03d}"}
