"""Uploads in a folder, whole or not at all: what a full disk cut short is taken away again."""

from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's own storage, without the halves that a failed write leaves behind."""

    def _save(self, name: str, content: Any) -> str:
        """Write a file; where that fails, remove what was written and pass the error on."""
        known = self.exists(name)
        try:
            return super()._save(name, content)  # type: ignore[misc,no-any-return]
        except OSError:
            if not known:
                with suppress(OSError):
                    self.delete(name)
            raise
