"""Files that are still coming in (上传过程): one that is too large is counted and thrown away, not stored first."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .kinds import largest


class BoundedUpload(FileUploadHandler):
    """Stands before Django's own handlers; beyond the limit it keeps nothing but the size, for the refusal to name."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.seen, self.limit = 0, largest()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a piece on as long as the file is within its limit."""
        self.seen += len(raw_data)
        return None if self.seen > self.limit else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return an empty stand-in of the true size for a file over the limit; leave all others to the next."""
        if self.seen <= self.limit:
            return None
        return InMemoryUploadedFile(
            io.BytesIO(), self.field_name, str(self.file_name), str(self.content_type), self.seen, self.charset
        )
