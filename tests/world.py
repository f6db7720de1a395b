"""A small world for tests: one organisation of a regime with its cast, the editions as shipped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from guardian.shortcuts import assign_perm

from accounts.models import Platform
from filings.models import Filing
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.workflow import chain
from newmedia_portal.regimes.loader import parse
from newmedia_portal.regimes.models import EditionRecord, EditionState
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import PLATFORMS

EDITIONS = Path(__file__).parents[1] / "newmedia_portal" / "regimes" / "editions"
START = date(2020, 1, 1)
NOON = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
PASSWORD = "Demo-2026-portal"
OWNER_ROLES = ("operator", "head", "deputy", "chief", "editor", "secrecy")


def ship(code: str) -> EditionRecord:
    """Return the shipped edition of a regime as a published row."""
    text = (EDITIONS / f"{code}.toml").read_text(encoding="utf-8")
    edition = _parsed(text)
    record, _ = EditionRecord.objects.get_or_create(
        code=code,
        version=edition.version,
        defaults={
            "title": edition.title,
            "state": EditionState.PUBLISHED,
            "content": text,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "effective_from": edition.effective_from,
            "created_at": NOON,
            "published_at": NOON,
        },
    )
    return record


@lru_cache(maxsize=8)
def _parsed(text: str) -> Edition:
    return parse(text)


def platforms() -> dict[str, Platform]:
    """Return the platform catalogue, made on first use."""
    _list_platforms()
    return {platform.code: platform for platform in Platform.objects.all()}


@dataclass
class World:
    """An organisation with an authority, an owner unit, its child, a line department and a foreign unit."""

    regime: str
    edition: EditionRecord
    root: Unit
    authority: Unit
    superior: Unit
    owner: Unit
    child: Unit
    line: Unit
    foreign: Unit
    cast: dict[str, User] = field(default_factory=dict)

    def person(self, role: str) -> User:
        """Return a member of the cast, freshly read."""
        user = self.cast[role]
        forget(user)
        return user

    def decide(self, filing: Filing, verb: str, *, at: datetime = NOON, **more: Any) -> Filing:
        """Let the holder of the waiting step decide."""
        from filings.actions import decide

        run = chain.open_run_of(filing)
        assert run is not None
        step = chain.current_step(run)
        assert step is not None
        by = step.holder or chain.candidates(step).order_by("pk").first()
        return decide(filing, step_id=step.pk, verb=verb, by=by, at=at, **more)

    def approve_all(self, filing: Filing, *, at: datetime = NOON) -> Filing:
        """Let every step agree until the filing is over."""
        while chain.open_run_of(filing) is not None:
            filing = self.decide(filing, "approve", at=at, opinion="同意")
        return filing


def build(regime: str = "gejiu", *, mark: str = "") -> World:
    """Make the organisation of a regime; `mark` tells two organisations of one regime apart."""
    record = ship(regime)
    _list_platforms()
    name = f"示例{regime}{mark}"
    root = _unit(f"{name}", None, "unit", regime=regime)
    authority = _unit(f"{name}宣传部", root, "publicity", is_authority=True)
    superior = _unit(f"{name}上级宣传部门", root, "superior")
    authority.superior = superior
    authority.save()
    line = _unit(f"{name}教育局", root, "line_department")
    owner = _unit(f"{name}文旅局", root, "unit", line_department=line)
    child = _unit(f"{name}图书馆", owner, "unit")
    foreign = _unit(f"{name}水务局", root, "unit")
    world = World(regime, record, root, authority, superior, owner, child, line, foreign)
    posts = [(role, owner, role) for role in OWNER_ROLES]
    posts += [("line", line, "line"), ("registrar", authority, "registrar"), ("director", authority, "director")]
    posts += [("superior", superior, "superior"), ("observer", authority, "observer")]
    posts += [("outsider", foreign, "operator"), ("child", child, "operator")]
    people = User.objects.bulk_create(_person(f"{regime}{mark}-{name}") for name, _, _ in posts)
    world.cast = {name: person for (name, _, _), person in zip(posts, people, strict=True)}
    Post.objects.bulk_create(
        Post(user=world.cast[name], unit=unit, role=role, since=START) for name, unit, role in posts
    )
    assign_perm("core.oversee_unit", [world.cast[role] for role in ("registrar", "director", "observer")], root)
    return world


def admin(role: str) -> User:
    """Make one of the three separated administrators."""
    return User.objects.create_user(username=role, password=PASSWORD, full_name=f"{role}管理员", instance_role=role)


def user(username: str, unit: Unit, role: str) -> User:
    """Make a person with one open post."""
    person = _person(username)
    person.save()
    Post.objects.create(user=person, unit=unit, role=role, since=START)
    return person


def _list_platforms() -> None:
    rows = [Platform(code=code, name=name, position=at) for at, (code, name) in enumerate(PLATFORMS.items())]
    Platform.objects.bulk_create(rows, ignore_conflicts=True)


def _person(username: str) -> User:
    person = User(username=username, full_name=f"张某{username[-4:]}", password=_hashed())
    person.phone = "13800000001"
    return person


@lru_cache(maxsize=1)
def _hashed() -> str:
    return make_password(PASSWORD)


def _unit(name: str, parent: Unit | None, kind: str, **more: Any) -> Unit:
    unit = Unit(code=f"U{Unit.objects.count() + 1:04d}", name=name, parent=parent, kind=kind, **more)
    unit.save()
    return unit
