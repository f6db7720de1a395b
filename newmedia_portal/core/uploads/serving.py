"""Handing out an uploaded file (下载材料): as a download that runs nothing; who may have it is the view's affair."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from .names import clean_name

#: A browser that opens the file all the same treats it as a stranger's page without any right.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def hand_out(
    file: Any, *, name: str, content_type: str = "application/octet-stream", inline: bool = False
) -> HttpResponseBase:
    """Return a stored file (a FieldFile) as a download under a name that may be Chinese; not found where it is gone.

    `inline` is for pictures that a page of the portal shows. With X_ACCEL_PREFIX set and files on disk, the web server
    sends the bytes (X-Accel-Redirect) and the portal only the permission.
    """
    shown = clean_name(name)
    if settings.X_ACCEL_PREFIX and isinstance(file.storage, FileSystemStorage):
        answer: HttpResponseBase = HttpResponse(content_type=content_type)
        answer["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX.rstrip("/") + "/" + quote(file.name)
    else:
        try:
            answer = FileResponse(file.open("rb"), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404 from error
    answer["Content-Disposition"] = content_disposition_header(not inline, shown) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer
