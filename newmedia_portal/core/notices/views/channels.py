"""The ways out (外发渠道), for the system administrator."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...access.guard import guard
from ...refusals import Refused
from ...ui.meanwhile import on_newest
from ...ui.once import act_once
from .. import channels as actions
from ..forms import ChannelForm
from ..mail import sends_mail
from ..models import Channel

MANAGE = "core.manage_channels"


@guard(MANAGE)
@require_GET
def channel_list(request: HttpRequest) -> HttpResponse:
    """Show the channels, and whether mail goes out."""
    context = {"title": "外发渠道", "channels": Channel.objects.select_related("unit"), "sends_mail": sends_mail()}
    return render(request, "notices/channels.html", context)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Set up a channel."""
    return _save(request, None)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a channel; an empty address or key stays as it is."""
    return _save(request, get_object_or_404(Channel, pk=pk))


@guard(MANAGE)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop or start a channel."""
    channel = get_object_or_404(Channel, pk=pk)
    active = request.POST.get("active") == "1"
    actions.switch(channel, active=active, by=request.user, at=timezone.now())
    messages.success(request, f"{channel}已{'启用' if active else '停用'}。")
    return redirect("messages:channels")


@guard(MANAGE)
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a trial message and lead to its row in the log."""
    channel = get_object_or_404(Channel, pk=pk)
    try:
        row = actions.try_out(channel, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("messages:channels")
    messages.success(request, "测试消息已排队，稍后刷新本页看结果。")
    return redirect("messages:delivery", row.pk)


def _save(request: HttpRequest, channel: Channel | None) -> HttpResponse:
    form = ChannelForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        token, now = data.pop("token"), timezone.now()
        try:
            return redirect(act_once(token, lambda: _saved(request, channel, data, now), by=request.user, at=now))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    differences: list[dict[str, str]] = []
    if channel is not None:
        form, differences = on_newest(request, form, lambda data: ChannelForm(data, channel=_again(channel)))
    context = {"differences": differences, "title": str(channel or "新建外发渠道"), "form": form, "channel": channel}
    return render(request, "notices/channel.html", context, status=422 if form.is_bound else 200)


def _again(channel: Channel) -> Channel:
    return get_object_or_404(Channel, pk=channel.pk)


def _saved(request: HttpRequest, channel: Channel | None, data: dict[str, Any], now: datetime) -> str:
    if Channel.objects.filter(name=data["name"]).exclude(pk=channel.pk if channel else None).exists():
        raise Refused("已有同名的渠道，请换一个名称。", field="name")
    row = actions.save_channel(channel, by=request.user, at=now, **data)
    messages.success(request, f"{row}已保存。")
    return reverse("messages:channels")
