"""The download centre on the screen (下载中心): one's own exports and nothing else."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..access.guard import guard
from ..refusals import Refused
from ..ui.lists import Column, ListPage, PortalFilterSet
from ..ui.once import act_once
from . import actions, schedules
from .forms import RecipientsForm, ScheduleForm
from .mailing import sends_mail
from .models import Export, ExportSchedule
from .sources import CONTENT_TYPES, source_of
from .states import ExportState

USE = "core.use_exports"
ARRANGE = "core.schedule_exports"


class ExportFilters(PortalFilterSet):
    """Exports by name and state."""

    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="icontains")
    state = django_filters.MultipleChoiceFilter(label="状态", choices=ExportState.choices)


class ExportList(ListPage):
    """One's own exports, newest first."""

    code, title, noun = "exports", "下载中心", "项导出"
    filterset_class = ExportFilters
    exportable = False
    template_name = "exports/list.html"
    empty = ("还没有导出", "在各列表页点“导出所见”：行数多的会转到这里，在后台生成后再下载。")
    columns = (
        Column("title", "名称", sub="says", url=lambda row: reverse("exports:export", args=[row.pk]), main=True),
        Column("state", "状态", status=True, sort="state"),
        Column("rows_done", "行数", numeric=True, value=lambda row: row.rows_done or None),
        Column("size", "大小", numeric=True, value=lambda row: filesizeformat(row.size) if row.size else None),
        Column("asked_at", "申请时间", nowrap=True, sort="asked_at"),
        Column("expires_at", "保留至", nowrap=True, value=lambda row: (row.file and row.expires_at) or None),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Export]:
        """Return the exports of the person."""
        return Export.objects.visible_to(request.user)


export_list = guard(USE)(ExportList.as_view())


def _find(request: HttpRequest, pk: int) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user).select_related("schedule"), pk=pk)


@guard(USE)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one export: how far it is, what it holds, until when."""
    export = _find(request, pk)
    return render(request, "exports/detail.html", {"title": export.title, **_facts(request, export)})


@guard(USE)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again while the file is being made; then the page is loaded anew."""
    export = _find(request, pk)
    response = render(request, "exports/progress.html", _facts(request, export))
    if export.state not in ExportState.within("open"):
        response["HX-Redirect"] = reverse("exports:export", args=[export.pk])
    return response


def _facts(request: HttpRequest, export: Export) -> dict[str, Any]:
    final = export.state in (ExportState.FAILED, ExportState.CANCELLED, ExportState.EXPIRED)
    return {
        "export": export,
        "source": source_of(export.source),
        "shown_at": source_of(export.source).address(export.params),
        "open": export.state in ExportState.within("open"),
        "ready": export.state == ExportState.READY,
        "final": final,
        "arranges": not export.schedule_id and request.user.has_perm(ARRANGE),
    }


@guard(USE)
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand the file to its owner."""
    export = _find(request, pk)
    try:
        actions.hand_out(export, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("exports:export", export.pk)
    suffix = source_of(export.source).suffix
    response = FileResponse(default_storage.open(export.file.name), content_type=CONTENT_TYPES[suffix])
    response["Content-Disposition"] = content_disposition_header(True, export.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@guard(USE)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an export that waits."""
    export = _find(request, pk)
    try:
        actions.cancel(export, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "已取消。需要时可以在本页重新生成。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("exports:export", export.pk)


@guard(USE)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it made once more."""
    export = _find(request, pk)
    try:
        actions.again(export, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "已重新排队，按现在的数据生成。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("exports:export", export.pk)


@guard(ARRANGE)
@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an export come by itself."""
    export, user = _find(request, pk), request.user
    form = ScheduleForm(request.POST or None, user=user, initial={"title": export.title, "recipients": [user.pk]})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        token, now = data.pop("token"), timezone.now()
        facts = {**data, "origin": request.build_absolute_uri("/"), "today": timezone.localdate(now)}

        def act() -> str:
            made = schedules.arrange(export, **facts, by=user, at=now)  # type: ignore[arg-type]
            messages.success(request, f"已安排，首次在 {made.next_on} 生成。")
            return reverse("exports:schedule", args=[made.pk])

        try:
            return redirect(act_once(token, act, by=user, at=now))  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    context = {"title": "安排定期导出", "form": form, "export": export, "mail": sends_mail()}
    return render(request, "exports/schedule_form.html", context, status=422 if form.errors else 200)


class ScheduleList(ListPage):
    """What comes by itself: arranged by the person or received."""

    code, title, noun = "export-schedules", "定期导出", "项"
    exportable = False
    template_name = "exports/schedules.html"
    empty = (
        "没有定期导出",
        "打开一项已生成的导出，点“定期发送”，就可以每月或每季度自动生成。",
        "/exports/",
        "下载中心",
    )
    columns = (
        Column("title", "名称", sub="says", url=lambda row: reverse("exports:schedule", args=[row.pk]), main=True),
        Column("state", "状态", value="state_label", status=True),
        Column("rhythm", "周期", value=lambda row: f"{row.get_rhythm_display()} {row.day} 日"),
        Column("owner", "安排人"),
        Column("next_on", "下次生成", value=lambda row: None if row.ended_at else row.next_on, nowrap=True),
        Column("last_on", "上次生成", nowrap=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[ExportSchedule]:
        """Return what concerns the person."""
        return ExportSchedule.objects.visible_to(request.user).select_related("owner")


schedule_list = guard(USE)(ScheduleList.as_view())


def _schedule(request: HttpRequest, pk: int) -> ExportSchedule:
    return get_object_or_404(ExportSchedule.objects.visible_to(request.user).select_related("owner"), pk=pk)


@guard(USE)
@require_http_methods(["GET", "POST"])
def schedule_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a scheduled export; its maker may change who gets it."""
    row, user = _schedule(request, pk), request.user
    mine, people = user.has_perm("core.change_schedule", row), list(row.recipients.all())
    form = RecipientsForm(request.POST or None, user=user, initial={"recipients": people})
    if request.method == "POST" and form.is_valid():
        try:
            schedules.change_recipients(row, **form.cleaned_data, by=user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, "接收人已更改。")
            return redirect("exports:schedule", row.pk)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
    context = {
        "title": row.title, "schedule": row, "form": form, "mine": mine, "people": people, "mail": sends_mail(),
        "made": Export.objects.visible_to(user).filter(schedule=row)[:12],
    }  # fmt: skip
    return render(request, "exports/schedule.html", context, status=422 if form.errors else 200)


@guard(USE)
@require_POST
def end_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a scheduled export."""
    row = _schedule(request, pk)
    try:
        schedules.end(row, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "已停止。已生成的文件在保留期内仍可下载。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("exports:schedule", row.pk)
