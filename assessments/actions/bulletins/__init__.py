"""Writing bulletins (通报): drafting, saving, reading figures anew, issuing, giving up."""

from .drafting import draft_bulletin, drop_bulletin, refresh_bulletin, save_bulletin
from .issuing import issue_bulletin

__all__ = ["draft_bulletin", "drop_bulletin", "issue_bulletin", "refresh_bulletin", "save_bulletin"]
