"""What a post says beside its text (稿件要素), as far as the pre-check looks at it."""

from dataclasses import dataclass, field
from datetime import date

# The topic flag of current affairs (时政).
CURRENT_AFFAIRS = "current_affairs"


@dataclass(frozen=True)
class Facts:
    """Source block, links, licence and flags. `written_on` gives dates without a year their year."""

    is_original: bool | None = True
    source_name: str = ""
    source_url: str = ""
    author: str = ""
    original_title: str = ""
    editor_name: str = ""
    reprint_mark: bool = False
    links: tuple[str, ...] = ()
    licensed: bool = False
    flags: frozenset[str] = field(default_factory=frozenset)
    own_domains: tuple[str, ...] = ()
    written_on: date | None = None
