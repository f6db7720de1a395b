"""Reading the notice (告知的内容): the shipped text or the installation's own, checked when the portal starts."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHIPPED = Path(__file__).with_name("notice.toml")
LONGEST_VERSION = 20


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class PrivacyText:
    """One version of the notice."""

    version: str
    dated: date
    title: str
    lead: str
    sections: tuple[Section, ...]


def current_notice() -> PrivacyText:
    """Return the notice that holds now; raises ImproperlyConfigured, naming the setting, for an unusable file."""
    return read_notice(str(settings.PRIVACY_NOTICE_TEXT or SHIPPED))


@lru_cache(maxsize=4)
def read_notice(path: str) -> PrivacyText:
    """Return the notice in a file; a changed file is read at the next start."""
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        return _checked(told)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"PRIVACY_NOTICE_TEXT 指向的告知无法使用：{path}（{error}）。") from error


def _checked(told: dict[str, Any]) -> PrivacyText:
    sections = tuple(
        Section(str(one["title"]), tuple(str(point) for point in one["points"])) for one in told["section"]
    )
    version = str(told["version"]).strip()
    if not version or len(version) > LONGEST_VERSION:
        raise ValueError(f"version 应有 1 至 {LONGEST_VERSION} 个字符")
    if not sections or not all(section.points for section in sections):
        raise ValueError("每个 section 都要有 points")
    if not isinstance(told["dated"], date):
        raise TypeError("dated 应为日期")
    return PrivacyText(version, told["dated"], str(told["title"]), str(told["lead"]), sections)


def must_read(user: Any) -> bool:
    """Whether the person has not read this version yet, where a notice is given."""
    return bool(settings.PRIVACY_NOTICE) and user.privacy_version != current_notice().version
