"""Workbooks as downloads (下载)."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import BinaryIO

from django.http import FileResponse
from django.utils.http import content_disposition_header

from ..precheck.entries import Entry
from . import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2 * 1024 * 1024


def as_workbook(entries: Iterable[Entry], *, name: str, by: str, at: datetime, room: int = 0) -> FileResponse:
    """Return entries as a workbook; `room` empty rows below keep the choices."""
    return download(lambda target: workbook.write(target, entries, by=by, at=at, room=room), name)


def download(write: Callable[[BinaryIO], int], name: str) -> FileResponse:
    """Return what is written as a download."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    write(target)  # type: ignore[arg-type]
    target.seek(0)
    response = FileResponse(target, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
