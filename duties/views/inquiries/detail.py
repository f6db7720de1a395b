"""One message (留言), and what is done about it: each step a short page that serves on the phone."""

from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard

from ...actions import inquiries as actions
from ...forms.duty import CommentForm, ReasonForm
from ...forms.inquiries import PHRASES, AnswerForm, MessageForm, PassForm
from ...inquiries.clock import account_of, remaining, why_of
from ...inquiries.history import history_of
from ...models import PublicMessage
from ..duty import BOTTOM_BAR, COMMENT, VIEW, WORK, find, form_page, own_unit
from .lists import state_word, took

ROWS = PublicMessage.objects.select_related("unit__root", "account__platform", "edition", "entered_by", "answered_by")


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a message with its clock and all that was done."""
    message = find(ROWS, request, pk)
    works = request.user.has_perm(WORK, message)
    context = {
        "title": "留言", "message": message, "word": state_word(message), "took": took(message), "why": why_of(message),
        "due": account_of(message), "left": remaining(message, timezone.localdate()),
        "works": works, "main_class": BOTTOM_BAR if works and message.waits else "",
        "comments": request.user.has_perm(COMMENT, message),
        "notes": list(message.notes.select_related("by")), "events": history_of(message),
    }  # fmt: skip
    return render(request, "duties/inquiries/detail.html", context)


@guard(WORK)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Log a message of the person's unit."""
    unit, now = own_unit(request, WORK), timezone.now()
    form = MessageForm(request.POST or None, unit=unit, now=now)

    def act() -> str:
        message = actions.log_message(unit, form.letter, by=request.user, at=now)
        until = f"请在 {message.due_on} 前答复。" if message.due_on else "条文未定时限,请及时答复。"
        said.success(request, f"已登记留言。{until}")
        return reverse("duties:message", args=[message.pk])

    back = reverse("duties:messages")
    return form_page(
        request, form, act, title="登记留言", button="登记留言", back=back, crumbs=("留言", back), lead=str(unit)
    )


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was answered."""
    message, now = find(ROWS, request, pk, need=WORK), timezone.now()
    form = AnswerForm(request.POST or None, message=message, now=now)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        done = actions.give_answer(message, **data, by=request.user, at=now)
        word = {None: "", True: "(按期)", False: f"(逾期 {done.late_days} 天)"}[done.in_time]
        said.success(request, f"已登记答复{word}。")
        return _home(message)

    button = "更正答复" if message.answered_at else "登记答复"
    return _page(request, message, form, act, "登记答复", button, phrases=PHRASES)


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Record to whom the message was passed on; the clock runs on."""
    message, now = find(ROWS, request, pk, need=WORK), timezone.now()
    form = PassForm(request.POST or None)

    def act() -> str:
        data = form.cleaned_data
        actions.pass_on(message, to=data["to"], note=data["note"], by=request.user, at=now)
        said.success(request, f"已记录转给{data['to']}。答复期限不变,收到办理结果后请登记答复。")
        return _home(message)

    return _page(request, message, form, act, "转办", "登记转办")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Record why no answer is needed."""
    message, now = find(ROWS, request, pk, need=WORK), timezone.now()
    form = ReasonForm(request.POST or None, label="无需答复的理由", help_text="例如重复留言、无实质内容、已删除。")

    def act() -> str:
        actions.waive(message, reason=form.cleaned_data["reason"], by=request.user, at=now)
        said.success(request, "已登记为无需答复。")
        return _home(message)

    return _page(request, message, form, act, "无需答复", "登记无需答复")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another answer."""
    message, now = find(ROWS, request, pk, need=COMMENT), timezone.now()
    form = ReasonForm(request.POST or None, label="重新答复的原因", help_text="答复期限仍从收到之日起数。")

    def act() -> str:
        actions.reopen(message, reason=form.cleaned_data["reason"], by=request.user, at=now)
        said.success(request, "已要求重新答复,答复人会收到消息。")
        return _home(message)

    return _page(request, message, form, act, "重新答复", "要求重新答复")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a remark."""
    message, now = find(ROWS, request, pk, need=COMMENT), timezone.now()
    form = CommentForm(request.POST or None)

    def act() -> str:
        actions.comment(message, text=form.cleaned_data["text"], by=request.user, at=now)
        said.success(request, "已登记意见,答复人会收到消息。")
        return _home(message)

    return _page(request, message, form, act, "批示意见", "登记意见")


def _home(message: PublicMessage) -> str:
    return reverse("duties:message", args=[message.pk])


def _page(
    request: HttpRequest, message: PublicMessage, form: Any, act: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    home = _home(message)
    crumbs = ("留言", reverse("duties:messages"), str(message), home)
    return form_page(
        request, form, act, title=title, button=button, back=home, crumbs=crumbs, message=message,
        above="duties/inquiries/letter.html", **more,
    )  # fmt: skip
