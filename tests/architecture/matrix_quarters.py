"""Periods of assessment of the access matrix: at each place a result, a card, an objection and a veto of a unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from assessments.models import AccountEntry, Entry, Quarter, QuarterObjection, SchemeVersion, SelfScore, VetoRecord
from assessments.scoring import default_scheme, text_of
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON, World

STANDS_FOR: dict[str, dict[str, str]] = {
    "assessments:quarter": {"period": "period"},
    "assessments:quarter-entries": {"period": "period"},
    "assessments:quarter-scores": {"period": "period"},
    "assessments:quarter-scores-sheet": {"period": "period"},
    "assessments:quarter-scores-import": {"period": "period"},
    "assessments:quarter-compare": {"period": "period"},
    "assessments:quarter-step": {"period": "period"},
    "assessments:quarter-objections": {"period": "period"},
    "assessments:entry": {"pk": "entry"},
    "assessments:entry-card": {"pk": "entry", "account": "entry_account"},
    "assessments:entry-self": {"pk": "entry"},
    "assessments:entry-submit": {"pk": "entry"},
    "assessments:entry-bonus": {"pk": "entry"},
    "assessments:entry-object": {"pk": "entry_heard"},
    "assessments:quarter-proof": {"pk": "self_score"},
    "assessments:quarter-objection": {"pk": "quarter_objection"},
    "assessments:quarter-objection-decide": {"pk": "quarter_objection"},
    "assessments:quarter-objection-withdraw": {"pk": "quarter_objection"},
    "assessments:quarter-veto": {"pk": "veto"},
    "assessments:quarter-veto-revoke": {"pk": "veto"},
    "assessments:scheme": {"pk": "scheme"},
    "assessments:scheme-try": {"pk": "scheme"},
    "assessments:scheme-draft": {"pk": "scheme"},
    "assessments:scheme-edit": {"pk": "scheme_draft"},
    "assessments:scheme-publish": {"pk": "scheme_draft"},
    "assessments:scheme-drop": {"pk": "scheme_draft"},
}
CONSTANTS: dict[str, dict[str, Any]] = {
    "assessments:quarter-step": {"step": "score"},
    "assessments:quarter-proof": {"kind": "self"},
}
SENT: dict[str, dict[str, Any]] = {
    "assessments:entry-submit": {"words": "示例"},
    "assessments:entry-object": {"words": "示例理由"},
    "assessments:quarter-objection-decide": {"verdict": "refuse", "opinion": "示例"},
    "assessments:quarter-objection-withdraw": {},
    "assessments:quarter-veto-revoke": {"reason": "示例"},
    "assessments:quarter-step": {},
    "assessments:scheme-drop": {},
}
#: Two trees with periods of their own: each is known by its code alone, so the codes differ.
PERIODS = {"own": "2026Q3", "child": "2026Q3", "foreign": "2026Q3", "elsewhere": "2025Q3"}


def furnish(stage: Any, place: str, unit: Unit, writer: User, world: World) -> None:
    """Make what the routes of a unit's result need."""
    quarter = _quarter(world, PERIODS[place], "self")
    heard = _quarter(world, "2026Q2", "objection")
    account = stage.objects["account"][place]
    entry = _entry(quarter, unit)
    AccountEntry.objects.create(quarter=quarter, entry=entry, account=account, name=account.name, platform="微博")
    told = {"entry": entry, "quarter": quarter, "by": writer, "at": NOON}
    said = SelfScore(indicator="content", proof_name="示例.pdf", **told)
    said.proof.save("示例.pdf", ContentFile(b"%PDF-1.4"))
    own = _entry(heard, unit)
    objection = QuarterObjection.objects.create(quarter=heard, entry=own, words="示例理由", by=writer, at=NOON)
    registrar = world.cast["registrar"]
    veto = VetoRecord.objects.create(
        root=world.root, unit=unit, code="external_veto", level="local", on=date(2026, 8, 1), document="示例文件",
        words="示例", by=registrar, at=NOON,
    )  # fmt: skip
    draft = _scheme(world, "draft")
    for name, value in (
        ("period", quarter), ("entry", entry), ("entry_account", account), ("entry_heard", own), ("self_score", said),
        ("quarter_objection", objection), ("veto", veto), ("scheme", quarter.scheme), ("scheme_draft", draft),
    ):  # fmt: skip
        stage.put(name, place, value)


def _quarter(world: World, period: str, state: str) -> Quarter:
    year, number = int(period[:4]), int(period[-1])
    values = {
        "start_on": date(year, 3 * number - 2, 1),
        "end_on": date(year, 3 * number, 28),
        "edition": world.edition,
        "scheme": _scheme(world, "published"),
        "opened_at": NOON,
        "self_due_on": date(2027, 1, 1),
        "objection_due_on": date(2027, 1, 1),
        "state": state,
    }
    return Quarter.objects.get_or_create(root=world.root, period=period, defaults=values)[0]


def _scheme(world: World, state: str) -> SchemeVersion:
    scheme = default_scheme(world.edition.edition)
    values = {
        "number": 1 if state == "published" else 2, "title": scheme.title, "content": text_of(scheme),
        "digest": "0" * 64,
        "edition": world.edition, "created_at": NOON, "published_at": NOON if state == "published" else None,
    }  # fmt: skip
    return SchemeVersion.objects.get_or_create(root=world.root, state=state, defaults=values)[0]


def _entry(quarter: Quarter, unit: Unit) -> Entry:
    return Entry.objects.get_or_create(quarter=quarter, unit=unit, defaults={"unit_name": unit.name})[0]
