"""Typed readers of the environment: a malformed value stops the start with a sentence that names it.

Every setting NAME can also be given as NAME_FILE, the path of a file that holds the value (for mounted secrets).
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the text of a setting, from NAME or from the file that NAME_FILE names."""
    if f"{name}_FILE" in os.environ:
        path = Path(os.environ[f"{name}_FILE"])
        if name in os.environ:
            raise ImproperlyConfigured(f"{name} 与 {name}_FILE 只能设置其中一个。")
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE 指向的文件无法读取:{path}") from error
    return os.environ.get(name, default)


def boolean(name: str, default: bool) -> bool:
    """Return a yes/no setting; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} 应为 1 或 0,现在是 {value!r}。")


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within its limits."""
    value = text(name, str(default)).strip()
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} 应为整数,现在是 {value!r}。") from error
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} 应在 {least} 到 {most} 之间,现在是 {number}。")
    return number


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """Return one of a few words."""
    value = text(name, default).strip().lower()
    if value not in among:
        raise ImproperlyConfigured(f"{name} 应为 {'、'.join(among)} 之一，现在是 {value!r}。")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
