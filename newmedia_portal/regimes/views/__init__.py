"""Pages of the editions (制度页面)."""

from .drafts import copy, discard, edit, edit_text, impact
from .reading import compare_editions, detail, list_editions, part

__all__ = ["compare_editions", "copy", "detail", "discard", "edit", "edit_text", "impact", "list_editions", "part"]
