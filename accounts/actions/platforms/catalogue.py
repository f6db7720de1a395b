"""Keeping the platform catalogue (平台目录维护)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newmedia_portal.core.audit import record, register
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.vocabulary import PLATFORMS

from ...models import LinkPattern, Platform
from ..common import changed, require
from .expressions import check_expression
from .recogniser import clean, try_expression

register("platform.added", "新增平台")
register("platform.changed", "修改平台")
register("platform.patterns", "修改链接规则")

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "platforms.json"
EDITABLE = ("name", "aliases", "approved", "id_label", "pushes_per_month", "in_use", "position")


def seed_platforms(*, by: Any, at: datetime) -> int:
    """Add the shipped platforms that the catalogue does not have yet; what administrators changed stays.

    Returns how many were added.
    """
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))["platforms"]
    added = 0
    with unit_of_work():
        known = set(Platform.objects.values_list("code", flat=True))
        for row in rows:
            if row["code"] not in known:
                patterns = row.pop("patterns")
                _set(add_platform(**row, by=by, at=at), patterns)
                added += 1
    return added


def add_platform(
    *, code: str, name: str, by: Any, at: datetime, is_group: bool = False, family: str = "", **values: Any
) -> Platform:
    """Add a platform of the vocabulary to the catalogue; raises Refused for an unknown or doubled one."""
    require(by, "accounts.manage_platforms")
    if code not in PLATFORMS:
        raise Refused("平台代码不在代码表中。", field="code")
    with unit_of_work():
        platform = Platform(code=code, is_group=is_group, family=family or code)
        _fill(platform, {"name": name, **values})
        platform.save()
        record("platform.added", by=by, at=at, obj=platform, after=_facts(platform))
    return platform


def change_platform(platform: Platform, *, by: Any, at: datetime, seen: str = "", **values: Any) -> Platform:
    """Change name, aliases, approval, use, order or the word for its ids.

    `seen` is the mark of what the editor began from; raises Overtaken where somebody else changed it meanwhile.
    """
    require(by, "accounts.manage_platforms")
    with unit_of_work():
        locked = Platform.objects.select_for_update().get(pk=platform.pk)
        refuse_overtaken(seen, {name: getattr(locked, name) for name in values})
        old = _facts(locked)
        _fill(locked, values)
        before, after = changed(old, _facts(locked))
        if after:
            locked.save()
            record("platform.changed", by=by, at=at, obj=locked, before=before, after=after)
    return locked


def pattern_words(patterns: Iterable[Any]) -> str:
    """Return link patterns as a text, one per line in their order: what an editor of them begins from."""
    return "\n".join("　".join((one["expression"], one["example"], one["note"])).rstrip("　") for one in patterns)


def standing_patterns(platform: Platform) -> str:
    """Return the link patterns of a platform as they stand."""
    return pattern_words(platform.patterns.values("expression", "example", "note"))


def set_patterns(
    platform: Platform, patterns: Sequence[Mapping[str, str]], *, by: Any, at: datetime, seen: str = ""
) -> Platform:
    """Replace the link patterns of a platform (链接规则), in the order given.

    `seen` is the mark of what the editor began from; raises Overtaken where somebody else changed it meanwhile, and
    Refused for an expression that is wrong, could run away, or does not fit its own example.
    """
    require(by, "accounts.manage_platforms")
    with unit_of_work():
        locked = Platform.objects.select_for_update().get(pk=platform.pk)
        refuse_overtaken(seen, {"patterns": standing_patterns(locked)})
        before = list(locked.patterns.values_list("expression", flat=True))
        _set(locked, patterns)
        after = list(locked.patterns.values_list("expression", flat=True))
        if before != after:
            sides = {"patterns": before}, {"patterns": after}
            record("platform.patterns", by=by, at=at, obj=locked, before=sides[0], after=sides[1])
    return locked


def _set(platform: Platform, patterns: Sequence[Mapping[str, str]]) -> None:
    rows = []
    for position, pattern in enumerate(patterns, start=1):
        expression, example = pattern["expression"].strip(), pattern.get("example", "").strip()
        check_expression(expression)
        if example and try_expression(expression, clean(example)[1]) is None:
            raise Refused(f"第 {position} 条表达式与它的示例链接不符,请改正其一。", field="expression")
        note = pattern.get("note", "").strip()
        rows.append(
            LinkPattern(platform=platform, expression=expression, example=example, note=note, position=position)
        )
    platform.patterns.all().delete()
    LinkPattern.objects.bulk_create(rows)


def _fill(platform: Platform, values: Mapping[str, Any]) -> None:
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    for name, value in values.items():
        setattr(platform, name, value)
    platform.name = platform.name.strip()
    if not platform.name:
        raise Refused("请填写平台名称。", field="name")
    if Platform.objects.filter(name=platform.name).exclude(pk=platform.pk).exists():
        raise Refused(f"平台“{platform.name}”已在目录中。", field="name")
    if platform.pk is None and Platform.objects.filter(code=platform.code).exists():
        raise Refused("该平台已在目录中。", field="code")


def _facts(platform: Platform) -> dict[str, Any]:
    return {name: getattr(platform, name) for name in EDITABLE}
