"""What each request of the access matrix leaves in the audit log (审计完整): heard while asked, then rolled back."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newmedia_portal.core.audit.models import AuditEvent

from .access_matrix import Asker, Key

TABLE = Path(__file__).with_name("audit_trail.csv")
#: The address from which the matrix asks.
HERE = "127.0.0.1"
REFUSED = "access.refused"


class Heard:
    """Stands before the handler of an asker and keeps what the last request left in the log."""

    def __init__(self, asker: Asker) -> None:
        self.inner, self.events = asker.handler, []  # type: list[AuditEvent]
        asker.handler = self  # type: ignore[assignment]

    def get_response(self, request: Any) -> Any:
        """Answer as the handler does."""
        last = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        response = self.inner.get_response(request)
        self.events = list(AuditEvent.objects.filter(seq__gt=last).order_by("seq"))
        return response


def read_trail() -> dict[str, tuple[list[str], str]]:
    """Return for each write route the actions that it records, or the reason why it records none."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["route"]: (row["actions"].split(), row["reason"]) for row in csv.DictReader(file)}


def write_trail(found: dict[str, list[str]], kept: dict[str, tuple[list[str], str]]) -> None:
    """Write the table for review; reasons stay."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "actions", "reason"])
        for route, actions in found.items():
            writer.writerow([route, " ".join(actions), kept.get(route, ([], ""))[1]])


def reached(table: dict[Key, dict[str, str]], word: tuple[str, ...], methods: tuple[str, ...]) -> Iterator[Key]:
    """Yield route, method and the first place and role (joined by a blank) that the matrix answers with a word."""
    seen = set()
    for (route, method, place), cells in table.items():
        role = next((role for role, said in cells.items() if said in word and role != "anonymous"), None)
        if role is not None and method in methods and (route, method) not in seen:
            seen.add((route, method))
            yield route, method, f"{place} {role}"


def lacking(event: AuditEvent, person: Any, result: str) -> list[str]:
    """Return what a record does not say: who, when with its zone, from where, with which result, in which request."""
    now = datetime.now(UTC)
    found = {
        "who": (event.actor_id, event.actor_name) in ((person.pk, str(person)[:60]), (None, "系统")),
        "when": event.at.tzinfo is not None and timedelta() <= now - event.at < timedelta(minutes=1),
        "address": event.address == HERE,
        "result": event.result == result,
        "request": len(event.request_id) == 32,
    }
    return [f"{event.action}: {name}" for name, said in found.items() if not said]
