"""The jobs over posts survive the death of their worker: steps over their time, authorisations that lapse."""

from collections.abc import Callable
from datetime import timedelta

from newmedia_portal.core.jobs.schedule import run_often
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workflow.models import Step
from reviews.models import Authorisation, Post
from tests.dying import survives
from tests.world import NOON, build

from .making import account, handed_in, ready, staffed


def tick(job: str, hours: int) -> Callable[[int], object]:
    """Return what a worker does so many hours later."""
    return lambda minutes: run_often(job, at=NOON + timedelta(hours=hours, minutes=minutes))


def test_steps_over_their_time(db: None) -> None:
    world = staffed(build("soe"))
    for number in range(3):
        handed_in(world, title=f"示例稿件{number}", accounts=[account(world, name=f"示例号{number}").pk])
    assert survives(tick("reviews.escalate", 25)) >= 20
    tick("reviews.escalate", 25)(0)
    assert Step.objects.filter(escalated_at__isnull=False).count() == 3
    assert Notice.objects.filter(kind="post.late", user=world.cast["chief"]).count() == 3


def test_authorisations_that_lapse(db: None) -> None:
    world = staffed(build("soe"))
    for number in range(2):
        ready(world, title=f"示例稿件{number}", accounts=[account(world, name=f"示例号{number}").pk])
    assert survives(tick("reviews.lapse", 24 * 8)) >= 20
    tick("reviews.lapse", 24 * 8)(0)
    assert set(Authorisation.objects.values_list("state", flat=True)) == {"lapsed"}
    assert set(Post.objects.values_list("state", flat=True)) == {"returned"}
