"""People: list, single person, full view of a telephone number."""

from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import InstanceRole, Role
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.ui.lists import Column, ListPage, PortalFilterSet

from ..actions.common import edition_of
from ..actions.people import show_phone
from ..actions.people.gaps import OFFBOARDING, record_rules
from ..models import StaffRecord

LABELS = {"qualification": "资格条件", "background_check": "背景调查与政审", "offboarding": "离职教育"}
ADMIN_ONLY = ("username", "instance_role", "active")


def visible_people(viewer: User) -> QuerySet[User]:
    """Return the people whom somebody may see: all for administrators, else those of visible units, now or before."""
    if viewer.has_perm("core.manage_people"):
        return User.objects.all()
    posts = Post.objects.visible_to(viewer)
    return User.objects.filter(Q(pk__in=posts.values("user")) | Q(pk=viewer.pk))


class PeopleFilters(PortalFilterSet):
    """People by words, role and whether they hold a post."""

    q = django_filters.CharFilter(label="姓名、登录名或单位", method="by_words")
    role = django_filters.MultipleChoiceFilter(label="岗位", choices=Role.choices, method="by_role")
    in_post = django_filters.BooleanFilter(label="在任", method="by_post")

    def by_words(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Return the people whose name, log-in or unit contains the words."""
        units = Post.objects.filter(unit__name__icontains=value, until__isnull=True).values("user")
        return rows.filter(Q(full_name__icontains=value) | Q(username__icontains=value) | Q(pk__in=units))

    def by_role(self, rows: QuerySet[User], name: str, value: list[str]) -> QuerySet[User]:
        """Return the people who hold one of the roles now, in a unit that the viewer may see."""
        if not value:
            return rows
        posts = Post.objects.visible_to(self.request.user).filter(role__in=value, until__isnull=True)
        return rows.filter(pk__in=posts.values("user"))

    def by_post(self, rows: QuerySet[User], name: str, value: bool) -> QuerySet[User]:
        """Return the people with or without any post."""
        holders = Post.objects.filter(until__isnull=True).values("user")
        return rows.filter(pk__in=holders) if value else rows.exclude(pk__in=holders)


def posts_text(person: User) -> str:
    """Return the posts of a person in words."""
    return ";".join(f"{post.unit} {post.get_role_display()}" for post in person.shown_posts)  # type: ignore[attr-defined]


class PeopleList(ListPage):
    """All visible people by name."""

    code = "people"
    title = "人员"
    noun = "人"
    order = "full_name"
    filterset_class = PeopleFilters
    template_name = "people/list.html"
    empty = ("没有符合条件的人员", "请去掉部分筛选条件,或联系系统管理员新增人员。")
    columns = (
        Column(
            "full_name",
            "姓名",
            value="full_name",
            sort="full_name",
            url=lambda person: reverse("people:detail", args=[person.pk]),
            main=True,
            fixed=True,
            nowrap=True,
        ),
        Column("username", "登录名", nowrap=True),
        Column("posts", "单位与岗位", value=posts_text, width=40),
        Column("phone", "手机", value="phone_masked", nowrap=True),
        Column("office_phone", "办公电话", nowrap=True),
        Column("email", "电子邮箱", shown=False),
        Column(
            "instance_role",
            "三员角色",
            value=lambda person: InstanceRole(person.instance_role).label if person.instance_role else "",
        ),
        Column("active", "登录", value=lambda person: "在用" if person.is_active else "停用", status=True),
    )

    def rows(self, request: HttpRequest) -> QuerySet[User]:
        """Return the visible people with their open posts in visible units."""
        posts = Post.objects.visible_to(request.user).filter(until__isnull=True).select_related("unit")
        people = visible_people(request.user)
        if not request.user.has_perm("core.manage_people"):
            holders = Post.objects.visible_to(request.user).filter(until__isnull=True)
            people = people.filter(pk__in=holders.values("user"))
        return people.prefetch_related(
            Prefetch("posts", queryset=posts.order_by("unit_id", "role"), to_attr="shown_posts")
        )

    def chosen_columns(self, request: HttpRequest) -> list[Column]:
        """Show log-in names and administrator roles to administrators only."""
        columns = super().chosen_columns(request)
        manages = request.user.has_perm("core.manage_people")
        return [column for column in columns if manages or column.code not in ADMIN_ONLY]

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say whether people may be added."""
        return {"can_manage": request.user.has_perm("core.manage_people")}


people_list = guard("core.view_people")(PeopleList.as_view())


@guard("core.view_people")
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with the posts held now and before."""
    return person_page(request, get_object_or_404(visible_people(request.user), pk=pk))


@guard("core.view_people")
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the full number once; the view is logged."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    try:
        number = show_phone(person, by=request.user, at=timezone.now())
    except Forbidden as refusal:
        raise Http404 from refusal
    return person_page(request, person, number=number)


def person_page(request: HttpRequest, person: User, *, number: str = "") -> HttpResponse:
    """Show a person; `number` is the full mobile number where it was asked for by right."""
    posts = Post.objects.visible_to(request.user).filter(user=person).select_related("unit__root")
    manages = request.user.has_perm("core.manage_people")
    held = list(posts.order_by("-since", "-pk"))
    for post in held:
        post.records = _record_words(request, post)  # type: ignore[attr-defined]
    records = StaffRecord.objects.filter(post__in=held).select_related("post__unit", "entered_by")
    context = {
        "title": person.full_name,
        "person": person,
        "number": number,
        "open_posts": [post for post in held if post.until is None],
        "past_posts": [post for post in held if post.until is not None],
        "records": [(entry, LABELS.get(entry.code, "其他")) for entry in records],
        "can_manage": manages,
        "can_show_phone": bool(person.phone_sealed)
        and any(request.user.has_perm("accounts.show_phone", post.unit) for post in held if post.until is None),
        "can_force_off": request.user.has_perm("core.end_sessions"),
        "can_name_three": request.user.instance_role == InstanceRole.SECURITY,
    }
    return render(request, "people/detail.html", context)


def _record_words(request: HttpRequest, post: Post) -> str:
    """Return the words of the link to the records of a post; empty where none is asked for or allowed."""
    if post.user_id == request.user.pk or not request.user.has_perm("accounts.record_staff", post.unit):
        return ""
    try:
        rules = record_rules(edition_of(post.unit, timezone.localdate()), post.role)
    except Refused:
        return ""
    labels = [rule.label for rule in rules if (rule.code == OFFBOARDING) == (post.until is not None)]
    return f"登记{'、'.join(labels)}" if labels else ""
