"""Samples of messages for inspection (留言抽查)."""

from typing import Any

from django.contrib import messages as said
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.ui.lists import Column, ListPage

from ...actions import inquiries as actions
from ...actions.inquiries.samples import is_repeatable
from ...forms.inquiries import SampleForm
from ...inquiries.paper import sample_paper
from ...models import MessageSample, PublicMessage
from ..duty import SAMPLE, VIEW, find, form_page


class SampleList(ListPage):
    """All visible samples, newest first."""

    code, title, noun = "message-samples", "留言抽查", "次抽查"
    template_name = "duties/inquiries/samples.html"
    empty = ("还没有抽查过", "宣传部门和单位领导可以随机抽取留言,核对答复情况。")
    columns = (
        Column("unit", "抽查单位", value="unit.name", main=True, fixed=True, width=28,
               url=lambda row: reverse("duties:sample", args=[row.pk])),
        Column("first_on", "收到自", nowrap=True),
        Column("last_on", "收到至", nowrap=True),
        Column("population", "总条数", numeric=True),
        Column("size", "抽取条数", value=lambda row: len(row.chosen), numeric=True),
        Column("seed", "种子"),
        Column("by", "抽取人", value="by.full_name"),
        Column("at", "抽取时间", nowrap=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[MessageSample]:
        """Return the visible samples."""
        return MessageSample.objects.visible_to(request.user).select_related("unit", "by")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what the person may do besides reading."""
        return {"samples": request.user.has_perm(SAMPLE)}


sample_list = guard(VIEW)(SampleList.as_view())


@guard(SAMPLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw messages by lot."""
    now = timezone.now()
    own = [post.unit_id for post in posts_of(request.user) if post.role in (*AUTHORITY, *LEADERS)]
    units = Unit.objects.visible_to(request.user).running().order_by("path")
    form = SampleForm(request.POST or None, units=units, today=timezone.localdate(now))
    form.fields["unit"].initial = units.values_list("pk", flat=True).first() or (own[0] if own else None)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name not in ("token", "unit")}
        sample = actions.sample_messages(form.cleaned_data["unit"], **data, by=request.user, at=now)
        said.success(request, f"已从 {sample.population} 条留言中抽取 {len(sample.chosen)} 条。")
        return reverse("duties:sample", args=[sample.pk])

    back = reverse("duties:message-samples")
    crumbs = ("留言", reverse("duties:messages"), "留言抽查", back)
    return form_page(request, form, act, title="抽取留言", button="抽取", back=back, crumbs=crumbs)


@guard(VIEW)
@require_GET
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was drawn, in the order of the draw."""
    row = find(MessageSample.objects.select_related("unit", "by"), request, pk)
    context = {
        "title": f"留言抽查 · {row.unit}",
        "sample": row,
        "rows": _drawn(request, row),
        "repeats": is_repeatable(row),
    }
    return render(request, "duties/inquiries/sample.html", context)


@guard(VIEW)
@require_GET
def sample_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the inspector: the page to print, PDF or Word file."""
    row, now = find(MessageSample.objects.select_related("unit", "by"), request, pk), timezone.now()
    kind = kind_asked(request)
    if kind != "html":
        record("export.made", by=request.user, at=now, obj=row, after={"title": "留言抽查表", "rows": len(row.chosen)})
    pairs = [("留言抽查", reverse("duties:message-samples")), (str(row.unit), reverse("duties:sample", args=[row.pk]))]
    return respond(
        sample_paper(row, _drawn(request, row)), request, kind, at=now, name=f"留言抽查表-{row.pk}",
        template="duties/paper.html", context={"pairs": [*pairs, ("打印", "")]},
    )  # fmt: skip


def _drawn(request: HttpRequest, row: MessageSample) -> list[PublicMessage]:
    """Return the messages that were drawn and may still be seen, in the order of the draw."""
    rows = PublicMessage.objects.visible_to(request.user).filter(pk__in=row.chosen).select_related("account", "unit")
    found = {message.pk: message for message in rows}
    return [found[pk] for pk in row.chosen if pk in found]
