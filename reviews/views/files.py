"""Pictures and files of a post, and cleaning what was pasted (图片、附件、粘贴清理)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.uploads import hand_out

from .. import actions
from ..models import Attachment, Post
from ..richtext import PICTURE_FOLDER, foreign_pictures, from_office, sanitise
from .common import VIEW, find, refuse
from .drafts import editable


@guard(VIEW)
@require_POST
def upload_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture from the editor; answers its address or why not."""
    post, upload = editable(request, pk), _upload(request)
    alt = request.POST.get("alt", "")[:200]
    try:
        row = actions.add_file(post, kind="picture", upload=upload, alt=alt, by=request.user, at=timezone.now())
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=422)
    return JsonResponse({"url": f"{PICTURE_FOLDER}{row.pk}/"})


@guard(VIEW)
@require_POST
def upload_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an attachment."""
    post, upload = editable(request, pk), _upload(request)
    try:
        row = actions.add_file(post, kind="file", upload=upload, by=request.user, at=timezone.now())
        messages.success(request, f"已上传“{row.name}”。")
    except Refused as refused:
        refuse(request, refused)
    return redirect(f"{request.path.rsplit('/files/', 1)[0]}/edit/#files")


def _upload(request: HttpRequest) -> Any:
    return request.FILES.get("file")


@guard(VIEW)
@require_POST
def remove_file(request: HttpRequest, pk: int, file_id: int) -> HttpResponse:
    """Take a file out of a draft."""
    post = editable(request, pk)
    row = get_object_or_404(post.attachments.filter(removed_at__isnull=True), pk=file_id)
    actions.remove_file(row, by=request.user, at=timezone.now())
    messages.success(request, f"已移除“{row.name}”。")
    return redirect("reviews:edit", pk)


@guard(VIEW)
@require_http_methods(["GET"])
def download(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """Hand out a file as a download, logged; never shown inside the portal's own page."""
    post = find(request, pk)
    row = get_object_or_404(Attachment, post=post, pk=file_id)
    record("post.file_read", by=request.user, at=timezone.now(), obj=post, after={"name": row.name})
    return hand_out(row.file, name=row.name, content_type=row.content_type)


@guard(VIEW)
@require_http_methods(["GET"])
def picture(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Show a picture to those who may see its post."""
    seen = Post.objects.visible_to(request.user)
    row = get_object_or_404(Attachment, pk=file_id, kind="picture", post__in=seen)
    return hand_out(row.file, name=row.name, content_type=row.content_type, inline=True)


@guard("reviews.start_post")
@require_POST
def clean(request: HttpRequest) -> HttpResponse:
    """Return what was pasted in the portal's own form; pictures from elsewhere are named, not taken."""
    pasted = request.POST.get("html", "")
    try:
        html = sanitise(from_office(pasted))
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=422)
    lost = foreign_pictures(pasted)
    message = f"有 {lost} 张图片没有带过来,请用“图片”按钮逐张上传。" if lost else ""
    return JsonResponse({"html": html, "message": message})
