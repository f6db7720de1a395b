"""Subscriptions (推送订阅): what is secret is shown once, after it was made."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...access.guard import guard
from ...access.secrets import seal, unseal
from ...refusals import Refused
from ...ui.meanwhile import on_newest
from ...ui.once import act_once
from .. import actions
from ..forms import RotateForm, SubscriptionForm
from ..models import WebhookSubscription
from ..states import PushState

MANAGE = "core.manage_webhooks"
#: Where a new key waits, sealed, for the one page that shows it.
ONCE = "webhook_secret"


@guard(MANAGE)
@require_GET
def subscription_list(request: HttpRequest) -> HttpResponse:
    """Show the subscriptions with what waits and what was not delivered."""
    counted = {
        "waiting": Count("deliveries", filter=Q(deliveries__status=PushState.WAITING)),
        "dead": Count("deliveries", filter=Q(deliveries__status=PushState.DEAD)),
    }
    rows = WebhookSubscription.objects.annotate(**counted).order_by("name")
    return render(request, "webhooks/list.html", {"title": "事件推送", "subscriptions": rows})


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Set up a subscription."""
    return _save(request, None)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a subscription; an empty address stays as it is. A new key is shown here once."""
    return _save(request, get_object_or_404(WebhookSubscription, pk=pk))


@guard(MANAGE)
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it a new key."""
    subscription, now = get_object_or_404(WebhookSubscription, pk=pk), timezone.now()
    form = RotateForm(request.POST)

    def act() -> str:
        _show_once(request, pk, actions.rotate(subscription, by=request.user, at=now))
        messages.success(request, "密钥已更换，请现在复制。原密钥 24 小时内同时有效。")
        return reverse("webhooks:change", args=[pk])

    token = form.cleaned_data["token"] if form.is_valid() else None
    return redirect(act_once(token, act, by=request.user, at=now))


@guard(MANAGE)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop or start a subscription."""
    subscription = get_object_or_404(WebhookSubscription, pk=pk)
    active = request.POST.get("active") == "1"
    given_up = actions.switch(subscription, active=active, by=request.user, at=timezone.now())
    left = f"等待推送的 {given_up} 个事件转为未送达，启用后可以重推。" if given_up else ""
    messages.success(request, f"{subscription}已{'启用' if active else '停用'}。{left}")
    return redirect("webhooks:change", pk)


@guard(MANAGE)
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test event and lead to its row in the log."""
    subscription = get_object_or_404(WebhookSubscription, pk=pk)
    try:
        row = actions.try_out(subscription, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("webhooks:change", pk)
    messages.success(request, "测试事件已排队，稍后刷新本页看结果。")
    return redirect("webhooks:delivery", row.pk)


def _save(request: HttpRequest, subscription: WebhookSubscription | None) -> HttpResponse:
    form = SubscriptionForm(request.POST if request.method == "POST" else None, subscription=subscription)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        token, now = data.pop("token"), timezone.now()
        try:
            return redirect(act_once(token, lambda: _saved(request, subscription, data, now), by=request.user, at=now))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    differences: list[dict[str, str]] = []
    if subscription is not None:
        pk = subscription.pk
        form, differences = on_newest(request, form, lambda data: SubscriptionForm(data, subscription=_again(pk)))
    context = {
        "differences": differences,
        "title": str(subscription or "新建推送订阅"),
        "form": form,
        "subscription": subscription,
        "secret": _take_once(request, subscription),
        "rotate": RotateForm(auto_id="rotate-%s"),
        "old_key": subscription is not None and len(subscription.secrets(timezone.now())) > 1,
    }
    return render(request, "webhooks/subscription.html", context, status=422 if form.is_bound else 200)


def _again(pk: int) -> WebhookSubscription:
    return get_object_or_404(WebhookSubscription, pk=pk)


def _saved(request: HttpRequest, subscription: WebhookSubscription | None, data: dict[str, Any], now: datetime) -> str:
    same = WebhookSubscription.objects.filter(name=data["name"])
    if same.exclude(pk=subscription.pk if subscription else None).exists():
        raise Refused("已有同名的订阅，请换一个名称。", field="name")
    row, secret = actions.save_subscription(subscription, by=request.user, at=now, **data)
    if secret:
        _show_once(request, row.pk, secret)
    messages.success(request, f"{row}已保存。")
    return reverse("webhooks:change", args=[row.pk])


def _show_once(request: HttpRequest, pk: int, secret: str) -> None:
    request.session[ONCE] = [pk, seal(secret)]


def _take_once(request: HttpRequest, subscription: WebhookSubscription | None) -> str:
    """Return a key that was just made for this subscription, and forget it."""
    pk, sealed = request.session.get(ONCE) or (None, "")
    if subscription is None or pk != subscription.pk or request.method != "GET":
        return ""
    del request.session[ONCE]
    return unseal(sealed)
