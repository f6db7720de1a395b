"""A unit under an authority, the people who hold the posts of a chain, and an object that passes it."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Run
from tests.core.ground import AT, person, step, unit


@dataclass
class Office:
    """Who is there; the unit itself serves as the object that is approved."""

    subject: Unit
    authority: Unit
    operator: User
    head: User
    second_head: User
    chief: User
    registrar: User
    outsider: User

    def plan(self) -> list[chain.StepPlan]:
        """Head, chief, a step that only informs, registrar."""
        return [
            step(self.subject, "head"),
            step(self.subject, "chief"),
            step(self.authority, "superior", kind="notify", side="authority"),
            step(self.authority, "registrar", side="authority"),
        ]

    def submit(self, *plan: chain.StepPlan, at: datetime = AT) -> chain.Result:
        """Hand the object in."""
        return chain.open_run(
            self.subject,
            plan=plan or self.plan(),
            edition_ref="test/1",
            content_hash="c" * 64,
            by=self.operator,
            at=at,
        )

    def decide(self, run: Run, by: User, verb: str = "approve", **more: object) -> chain.Result:
        """Decide the step that waits."""
        waiting = chain.current_step(run)
        assert waiting is not None
        return chain.decide(run, step_id=waiting.pk, verb=verb, by=by, at=AT, **more)


@pytest.fixture
def office(db: None) -> Office:
    """The office with its people."""
    root = unit("示例市")
    subject, authority, foreign = unit("示例文旅局", root), unit("示例宣传部", root), unit("示例水务局", root)
    return Office(
        subject=subject,
        authority=authority,
        operator=person("张某一", subject, "operator"),
        head=person("李某二", subject, "head"),
        second_head=person("王某三", subject, "head"),
        chief=person("赵某四", subject, "chief"),
        registrar=person("钱某五", authority, "registrar"),
        outsider=person("孙某六", foreign, "head"),
    )
