"""The page of substitutions (代理): one's own, those one stands in for, and for administrators all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ...access.guard import SIGNED_IN, guard
from ...access.models import Post, Unit, User
from ...access.roles import InstanceRole, Role
from ...access.scope import posts_of, scope_of
from ...refusals import Refused
from ...ui.forms import PortalForm
from ..kinds import kinds
from ..models import Substitution
from ..substitutions import end_substitution, substitute

ARRANGERS = (InstanceRole.SYSTEM, InstanceRole.SECURITY)


class SubstitutionForm(PortalForm):
    """Who stands in, for which post, matter and unit, from when to when, why."""

    absent = forms.ModelChoiceField(label="本人", queryset=User.objects.none(), required=False, empty_label="请选择")
    by_whom = forms.ModelChoiceField(label="代理人", queryset=User.objects.none(), empty_label="请选择")
    role = forms.ChoiceField(label="代理岗位", required=False)
    object_type = forms.ChoiceField(label="代理事项", required=False)
    unit = forms.ModelChoiceField(
        label="代理单位", queryset=Unit.objects.none(), required=False, empty_label="全部单位"
    )
    starts_on = forms.DateField(label="开始日期")
    ends_on = forms.DateField(label="结束日期")
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = colleagues_of(user)
        self.fields["by_whom"].queryset = people.exclude(pk=user.pk)  # type: ignore[attr-defined]
        if user.instance_role in ARRANGERS:
            self.fields["absent"].queryset = people  # type: ignore[attr-defined]
            self.fields["absent"].required = True
            self.fields["unit"].queryset = Unit.objects.running()  # type: ignore[attr-defined]
            roles = Role.choices
        else:
            del self.fields["absent"]
            roles = [(post.role, post.get_role_display()) for post in posts_of(user)]
            self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
                pk__in=[post.unit_id for post in posts_of(user)]
            )
        self.fields["role"].choices = [("", "全部岗位"), *dict(roles).items()]  # type: ignore[attr-defined]
        matters = [(kind.code, kind.word) for kind in kinds()]
        self.fields["object_type"].choices = [("", "全部事项"), *matters]  # type: ignore[attr-defined]


def colleagues_of(user: User) -> QuerySet[User]:
    """Return who may be chosen: people with a post in a unit that the person sees; for administrators everybody."""
    found = User.objects.filter(is_active=True, instance_role="")
    if user.instance_role in ARRANGERS:
        return found
    seen = Post.objects.filter(until__isnull=True)
    scope = scope_of(user)
    return found.filter(pk__in=(seen if scope.everything else seen.filter(unit__in=scope.units())).values("user"))


def visible(user: User) -> QuerySet[Substitution]:
    """Return what concerns the person; administrators see all."""
    rows = Substitution.objects.select_related("absent", "substitute", "made_by", "unit")
    return rows if user.instance_role in ARRANGERS else rows.filter(Q(absent=user) | Q(substitute=user))


@guard(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def substitutions(request: HttpRequest) -> HttpResponse:
    """What runs, what is planned, and the form for a new one."""
    user: Any = request.user
    form = SubstitutionForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        absent = data.pop("absent", None) or user
        try:
            row = substitute(absent, **data, by=user, at=timezone.now())
            messages.success(request, f"已登记:{row},{row.starts_on} 至 {row.ends_on}。办理记录会同时写明两人姓名。")
            return redirect("substitutions")
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    rows = list(visible(user).order_by("-starts_on", "-pk")[:100])
    context = {"form": form, "rows": rows, "arranges": user.instance_role in ARRANGERS}
    return render(request, "substitutions/list.html", context, status=422 if form.errors else 200)


@guard(SIGNED_IN)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a substitution before its last day."""
    row = get_object_or_404(visible(request.user), pk=pk)  # type: ignore[arg-type]
    try:
        end_substitution(row, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "代理已结束。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("substitutions")
