"""Addresses of the tests: the frame, and sample pages built from its components."""

from datetime import UTC, date, datetime
from time import sleep

import django_filters
from django import forms
from django.db import OperationalError
from django.db.models import QuerySet
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from newmedia_portal.core.access.guard import PUBLIC, SIGNED_IN, guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.forms import DayField, OnceField, PortalForm
from newmedia_portal.core.ui.lists import BatchAction, Column, ListPage, PortalFilterSet


class SampleForm(PortalForm):
    """One field of each kind."""

    articles = {"name": "第七条", "opened_on": "第五条"}
    examples = {"name": "示例发布"}

    name = forms.CharField(label="账号名称", max_length=60)
    platform = forms.ChoiceField(label="平台", choices=[("", "请选择"), ("wechat", "微信公众号")])
    opened_on = DayField(label="开通日期", help_text="以平台显示的认证日期为准。")
    kind = forms.ChoiceField(label="账号类别", choices=[("a", "政务"), ("b", "服务")], widget=forms.RadioSelect)
    scope = forms.CharField(label="内容范围", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="已经核对,内容属实")
    token = OnceField()


class RowForm(PortalForm):
    """One person of a team."""

    person = forms.CharField(label="姓名")


EVENTS = [
    {"title": "宣传部门经办 办理中", "who": "张某一", "note": "已 1 个工作日", "waiting": True},
    {"title": "退回补正", "who": "张某一", "at": datetime(2026, 11, 19, 1, 30, tzinfo=UTC)},
]


@guard(SIGNED_IN)
def form_page(request: HttpRequest) -> HttpResponse:
    """A form."""
    form = SampleForm(request.POST or None)
    return render(request, "ui_samples/form.html", {"form": form, "title": "填写"})


@guard(SIGNED_IN)
def parts_page(request: HttpRequest) -> HttpResponse:
    """All components."""
    checks = [
        {"text": "团队已填", "ok": True, "article": "第六条"},
        {"text": "缺少《网络安全管理措施》", "ok": False, "article": "第五条", "note": "退回时自动带入"},
        {"text": "名称未含单位或地名", "ok": None},
    ]
    context = {"events": EVENTS, "checks": checks, "due": date(2026, 11, 23), "form": SampleForm()}
    context |= {"steps": ["收集", "审核", "公布"], "phrases": ["材料齐全,同意备案", "请补充附件"]}
    return render(request, "ui_samples/parts.html", context)


SENT: list[dict[str, str]] = []
SAVED: list[dict[str, str]] = []
RowSet = formset_factory(RowForm, extra=1, can_delete=True)


@guard(SIGNED_IN)
def script_page(request: HttpRequest) -> HttpResponse:
    """What the scripts work on: a draft, rows, a link, an opinion; a sending takes a while."""
    if request.method == "POST":
        SENT.append(request.POST.dict())
        sleep(0.5)
        return redirect("sample-parts")
    context = {"form": SampleForm(), "rows": RowSet(prefix="team"), "phrases": ["材料齐全,同意备案", "请补充附件"]}
    return render(request, "ui_samples/script.html", context)


@guard(SIGNED_IN)
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep a draft; refuses the name 坏."""
    if request.POST["name"] == "坏":
        return HttpResponse(status=503)
    SAVED.append(request.POST.dict())
    return HttpResponse(status=204)


@guard(SIGNED_IN)
def recognise(request: HttpRequest) -> HttpResponse:
    """Recognise any link as an account on the first platform."""
    found = {"platform": "wechat", "name": "示例发布"} if "weixin" in request.GET["link"] else {}
    return JsonResponse({"fields": found, "message": "已识别:微信公众号" if found else "没有识别出平台。"})


@guard(PUBLIC)
def workbench(request: HttpRequest) -> HttpResponse:
    """The start page."""
    return render(request, "ui_samples/start.html")


class UnitFilter(PortalFilterSet):
    """Filters of the sample list."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="名称")
    authority = django_filters.BooleanFilter(field_name="is_authority", label="备案机关")
    kind = django_filters.MultipleChoiceFilter(label="单位类别", choices=[("bureau", "局"), ("school", "学校")])
    closed = django_filters.DateFilter(field_name="closed_on", label="撤销日期")
    parent = django_filters.ModelChoiceFilter(queryset=Unit.objects.all(), label="上级单位")


class UnitList(ListPage):
    """A list of units."""

    code = "sample"
    title = "单位"
    noun = "个单位"
    filterset_class = UnitFilter
    size = 5
    columns = (
        Column("name", "单位名称", sort="name", main=True, sub="code", url=lambda row: f"/units/{row.pk}/"),
        Column("kind", "单位类别", value=lambda row: {"bureau": "局", "school": "学校"}.get(row.kind, "")),
        Column("depth", "层级", sort="depth", numeric=True),
        Column("closed_on", "撤销日期", sort="closed_on", nowrap=True),
        Column("state", "状态", value=lambda row: "已撤销" if row.closed_on else "正常", status=True),
        Column("parent", "上级单位", value="parent.name", sort="parent__name"),
        Column("is_authority", "备案机关", shown=False),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Unit]:
        """All units that the person may see."""
        return Unit.objects.visible_to(request.user).select_related("parent")

    def batch(self, request: HttpRequest) -> list[BatchAction]:
        """One action."""
        return [BatchAction("催办所选", "/form/", testid="batch-urge")]


class BigUnitList(UnitList):
    """The same with pages of the usual size."""

    size = 50


@guard(PUBLIC)
def broken(request: HttpRequest) -> HttpResponse:
    """Fail as if the database were away, or otherwise."""
    raise OperationalError("away") if "db" in request.GET else RuntimeError("fault")


handler500 = "newmedia_portal.core.ui.views.server_error"
urlpatterns = [
    path("broken/", broken, name="broken"),
    path("list/", guard(SIGNED_IN)(UnitList.as_view()), name="sample-list"),
    path("big-list/", guard(SIGNED_IN)(BigUnitList.as_view()), name="sample-big-list"),
    path("", include("newmedia_portal.core.ui.urls")),
    path("", workbench, name="workbench"),
    path("script/", script_page, name="sample-script"),
    path("draft/", save_draft, name="sample-draft"),
    path("recognise/", recognise, name="sample-recognise"),
    path("form/", form_page, name="sample-form"),
    path("parts/", parts_page, name="sample-parts"),
]
