"""One's own settings of messages (消息设置)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ...access.guard import SIGNED_IN, guard
from ..forms import WishesForm
from ..mail import sends_mail
from ..models import Channel
from ..preferences import save_wishes, wishes_of
from ..states import Category


@guard(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and keep what the person wants."""
    me = int(request.user.pk or 0)
    form = WishesForm(request.POST or None, wishes=wishes_of([me])[me])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        save_wishes(
            request.user, modes=form.modes(), one_a_day=data["one_a_day"], fold_over=data["fold_over"],
            quiet=data["quiet"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "消息设置已保存。")
        return redirect("messages:settings")
    context = {
        "title": "消息设置",
        "form": form,
        "kinds": [form[f"mode_{category}"] for category in Category],
        "sends_mail": sends_mail(),
        "groups": Channel.objects.filter(active=True).count() if request.user.has_perm("core.manage_channels") else 0,
    }
    return render(request, "notices/settings.html", context, status=422 if form.is_bound else 200)
