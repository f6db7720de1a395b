"""Reading editions from TOML (读取制度文件)."""

import tomllib

from .schema import Edition


def parse(text: str) -> Edition:
    """Return the edition that a TOML text describes; raises ValueError (of pydantic or tomllib) when it does not."""
    return Edition.model_validate(tomllib.loads(text))
