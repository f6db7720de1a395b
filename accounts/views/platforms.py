"""The platform catalogue, kept by the system administrator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.meanwhile import Overtaken, mark_of
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.meanwhile import beside, on_newest

from ..actions import platforms as actions
from ..forms.platforms import PatternFormSet, PlatformForm, TryForm, pattern_rows
from ..models import Platform
from .common import form_page, run

MANAGE = "accounts.manage_platforms"


@guard(MANAGE)
@require_GET
def platform_list(request: HttpRequest) -> HttpResponse:
    """Show the catalogue and a box to try a link."""
    form = TryForm(request.GET if "link" in request.GET else None)
    found = actions.recognise(form.cleaned_data["link"]) if form.is_valid() else None
    platforms = Platform.objects.prefetch_related("patterns")
    context = {"title": "平台目录", "platforms": platforms, "form": form, "found": found, "tried": form.is_bound}
    return render(request, "platforms/list.html", context)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a platform."""
    platform = get_object_or_404(Platform, pk=pk)
    form = PlatformForm(request.POST or None, initial=_shown(platform))

    def act(data: dict[str, Any]) -> None:
        actions.change_platform(platform, by=request.user, at=timezone.now(), **data)

    back = reverse("platforms:list")
    if request.method == "POST" and run(form, act):
        messages.success(request, f"平台“{platform}”已保存。")
        return redirect(back)
    form, differences = on_newest(
        request, form, lambda data: PlatformForm(data, initial=_shown(get_object_or_404(Platform, pk=pk)))
    )
    return form_page(
        request, form, title=f"修改平台:{platform}", button="保存平台", back=back, crumbs=("平台目录", back),
        differences=differences,
    )  # fmt: skip


def _shown(platform: Platform) -> dict[str, Any]:
    """Return what the form of a platform begins from."""
    names = ("name", "id_label", "pushes_per_month", "position", "approved", "in_use")
    return {name: getattr(platform, name) for name in names} | {"aliases": "、".join(platform.aliases)}


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def patterns(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace the link patterns of a platform."""
    platform = get_object_or_404(Platform, pk=pk)
    if request.method != "POST":
        initial = list(platform.patterns.values("expression", "example", "note"))
        return _patterns_page(request, platform, PatternFormSet(initial=initial, prefix="patterns"))
    formset, error, differences = PatternFormSet(request.POST, prefix="patterns"), "", []
    if formset.is_valid():
        rows, seen = pattern_rows(formset), request.POST.get("seen", "")
        try:
            actions.set_patterns(platform, rows, by=request.user, at=timezone.now(), seen=seen)
        except Refused as refusal:
            error = refusal.message
            if isinstance(refusal, Overtaken):
                differences = [beside("链接规则", actions.standing_patterns(platform), actions.pattern_words(rows))]
        else:
            messages.success(request, f"“{platform}”的链接规则已保存。")
            return redirect("platforms:list")
    return _patterns_page(request, platform, formset, 422, error=error, differences=differences)


def _patterns_page(
    request: HttpRequest, platform: Platform, formset: Any, status: int = 200, **more: Any
) -> HttpResponse:
    """Show the patterns. The mark is that of what stands now, but after another fault that of what was begun from."""
    now = mark_of({"patterns": actions.standing_patterns(platform)})
    seen = request.POST.get("seen", "") if status != 200 and not more.get("differences") else now
    context = {"title": f"链接规则:{platform}", "platform": platform, "formset": formset, "seen": seen, **more}
    return render(request, "platforms/patterns.html", context, status=status)
