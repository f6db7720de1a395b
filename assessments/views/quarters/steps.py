"""Opening a period and moving it on (启动、步骤)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.once import act_once

from ...actions import quarters as actions
from ...forms.quarters import OpenForm, StepForm
from ...models import Quarter
from ...quarters.codes import before, code_of
from .common import VIEW, refuse, run_quarter, runs
from .quarter import page

DONE = {
    "self": "已布置单位自评，各单位收到了通知。",
    "review": "已进入复核评分，数据已重新归集。",
    "hear": "得分已公示给各单位，开始受理申诉。",
    "settle": "已定稿，数据和得分不再变化。",
    "close": "本期已锁定。",
    "publish": "结果已公布。",
    "reopen": "已退回复核评分。",
}


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Open a period of a tree that the person runs."""
    roots, now = runs(request), timezone.now()
    if not roots:
        raise Http404
    suggested = {"period": before(code_of("quarter", timezone.localdate()))}
    form = OpenForm(request.POST or None, roots=roots, initial=suggested)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            root, period = form.cleaned_data["root"], form.cleaned_data["period"]
            opened = actions.open_quarter(root, period, by=request.user, at=now)
            messages.success(request, f"{opened.words}考核已启动，数据已归集。")
            return opened.get_absolute_url()

        try:
            return redirect(act_once(form.cleaned_data["token"], act, by=request.user, at=now))
        except Refused as refused:
            refuse(request, refused, form)
    context = {
        "form": form, "title": "启动考核", "button": "启动并归集数据", "back": reverse("assessments:quarters"),
        "lead": "启动时固定制度版本和考核方案，并立即归集数据。",
    }  # fmt: skip
    return render(request, "assessments/quarters/form.html", context, status=422 if form.errors else 200)


@guard(VIEW)
@require_POST
def go(request: HttpRequest, period: str, step: str) -> HttpResponse:
    """Take one step; what is refused is said on the page of the period."""
    quarter, form = run_quarter(request, period), StepForm(request.POST)
    if step not in (*DONE, "score", "check", "skip"):
        raise Http404
    if not form.is_valid():
        return page(request, quarter, status=422, refused="请选择截止日期，写成 2026-10-20 这样的形式。")
    try:
        if step == "check":
            found = actions.check_quarter(quarter, by=request.user, at=timezone.now())
            return page(request, quarter, checked=found)
        messages.success(request, _take(quarter, step, form, request))
    except Refused as refused:
        return page(request, run_quarter(request, period), status=409, refused=refused.message)
    return redirect(quarter.get_absolute_url())


def _take(quarter: Quarter, step: str, form: StepForm, request: HttpRequest) -> str:
    who, due_on = {"by": request.user, "at": timezone.now()}, form.cleaned_data["due_on"]
    if step in ("self", "hear") and due_on is None:
        raise Refused("请选择截止日期。", field="due_on")
    if step == "score":
        done = actions.score_quarter(quarter, **who)
        return f"已重新计分：{done.looked_at} 个单位中 {done.changed} 个有变化。"
    if step == "reopen":
        actions.reopen_review(quarter, reason=form.cleaned_data["reason"], **who)
    elif step == "self":
        actions.ask_units(quarter, due_on=due_on, **who)
    elif step == "hear":
        actions.hear_objections(quarter, due_on=due_on, **who)
    else:
        simple = {
            "review": actions.go_to_review, "skip": actions.go_to_review, "settle": actions.settle,
            "close": actions.close_quarter, "publish": actions.publish_quarter,
        }  # fmt: skip
        simple[step](quarter, **who)
    if step == "close" and form.cleaned_data["publish"]:
        actions.publish_quarter(quarter, **who)
        return DONE["close"] + DONE["publish"]
    return DONE["review" if step == "skip" else step]
