"""Reading editions (载入制度版本): TOML text to a frozen Edition; the shipped five stand beside this file."""

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

from .schema import Edition
from .vocabulary import REGIME_CODES

EDITIONS_DIR = Path(__file__).parent / "editions"


def parse(text: str) -> Edition:
    """Load a text; raises tomllib.TOMLDecodeError or pydantic.ValidationError (use the validator for readers)."""
    return Edition.model_validate(tomllib.loads(text))


def digest_of(text: str) -> str:
    """SHA-256 of the text with line ends made equal; an edition is cached and pinned by it."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def shipped_text(code: str) -> str:
    """The TOML text of a shipped edition."""
    return (EDITIONS_DIR / f"{code}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def cached(digest: str, text: str) -> Edition:
    """Load a text once per process; the digest keeps the key short to compare."""
    return parse(text)


def shipped(code: str) -> Edition:
    """A shipped edition, loaded once."""
    text = shipped_text(code)
    return cached(digest_of(text), text)


def all_shipped() -> tuple[Edition, ...]:
    """The five shipped editions in their usual order."""
    return tuple(shipped(code) for code in REGIME_CODES)
