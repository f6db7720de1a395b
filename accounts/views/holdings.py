"""What still hangs on people who have left (离任未移交): the list, and passing it on in one go."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Post, User

from ..forms.handover import MoveForm, takers_in
from ..handover.holders import people_with_ended_posts, stranded, stranded_on
from ..handover.moving import move_holdings
from .common import run
from .handovers import VIEW

PAGE = 50


@guard(VIEW)
@require_GET
def left_over(request: HttpRequest) -> HttpResponse:
    """List the people who have left and what still hangs on them."""
    people = list(_people(request))
    found = stranded(people, at=timezone.now())
    rows = [(person, found[person.pk], _may_move(request, person)) for person in people if person.pk in found]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "handover/left.html", {"title": "离任未移交事项", "page": page, "looked": len(people)})


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def holdings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what hangs on one person who has left, and pass it on."""
    person = get_object_or_404(_people(request), pk=pk)
    moves = _may_move(request, person)
    if request.method == "POST" and not moves:
        raise Http404
    groups = stranded_on(person, at=timezone.now())
    form = MoveForm(request.POST if request.method == "POST" else None, groups=groups, person=person)

    def act(_: dict[str, Any]) -> None:
        moved = move_holdings(person, takers=takers_in(form), by=request.user, at=timezone.now())
        messages.success(request, f"已移交 {len(moved)} 件事项。")

    if request.method == "POST" and run(form, act):
        return redirect("people:left-over")
    back = reverse("people:left-over")
    context = {"title": f"{person}名下未移交的事项", "person": person, "groups": groups, "form": form, "moves": moves,
               "back": back}  # fmt: skip
    return render(request, "handover/holdings.html", context, status=422 if form.is_bound and form.errors else 200)


def _people(request: HttpRequest) -> QuerySet[User]:
    """Return the leavers whom somebody may see: all for those who manage people, else those of visible units."""
    people = people_with_ended_posts()
    if request.user.has_perm("core.manage_people"):
        return people
    ended = Post.objects.visible_to(request.user).filter(until__isnull=False)
    return people.filter(pk__in=ended.order_by().values("user"))


def _may_move(request: HttpRequest, person: User) -> bool:
    """Whether somebody may pass things on: in every unit that the person has left."""
    if person.pk == request.user.pk:
        return False
    posts = Post.objects.filter(user=person, until__isnull=False).select_related("unit")
    units = {post.unit_id: post.unit for post in posts}
    return bool(units) and all(request.user.has_perm("accounts.move_holdings", unit) for unit in units.values())
