"""People and units for tests of the ground floor, which knows nothing of filings."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db import connections

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.workflow.chain import StepPlan

AT = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)


def unit(name: str, parent: Unit | None = None, **more: object) -> Unit:
    """Make a unit."""
    made = Unit(code=name, name=name, parent=parent, **more)
    made.save()
    return made


def person(name: str, place: Unit | None = None, role: str = "", **more: object) -> User:
    """Make a person, with one open post where a unit is given."""
    made = User.objects.create_user(username=name, password="x", full_name=name, **more)
    if place is not None:
        Post.objects.create(user=made, unit=place, role=role, since=date(2020, 1, 1))
    return made


def again(user: User) -> User:
    """Return the person as a new request would read them."""
    forget(user)
    return User.objects.get(pk=user.pk)


def step(place: Unit, role: str, kind: str = "approve", side: str = "owner") -> StepPlan:
    """Describe a step of a chain."""
    return StepPlan(code=role, label=f"{role}办理", role=role, unit=place, kind=kind, side=side, article="第三条")


def together(*tasks: Callable[[], object]) -> list[object]:
    """Run the tasks in threads that start at one moment; return their results or exceptions, in order."""
    gate = threading.Barrier(len(tasks))
    results: list[object] = [None] * len(tasks)

    def work(number: int) -> None:
        try:
            gate.wait(timeout=30)
            results[number] = tasks[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
