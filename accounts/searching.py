"""What of units, accounts and people can be searched (搜索内容), and what a pasted link means."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.search.folding import fold
from newmedia_portal.core.search.registry import (
    Field,
    Kind,
    Reading,
    Source,
    Values,
    register_kind,
    register_reader,
    register_source,
)
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from .actions.platforms.recogniser import clean, recognise
from .models import MediaAccount, NameRecord, TeamMember
from .views.people import visible_people

ADDRESS = re.compile(r"://|^[\w-]+(\.[\w-]+)+(:\d+)?/|^#小程序", re.ASCII)
TEXTS = ("purpose", "functions", "details", "extra", "remark")


def keys_of(values: Values) -> Iterator[str]:
    """Yield what an account is found by as a whole: its id on its platform, and its link."""
    if values["handle"]:
        yield by_handle(values["platform_id"], values["handle"])
    if values["link"] and (target := clean(values["link"])[1]):
        yield by_link(target)


def by_handle(platform: int, handle: str) -> str:
    """Return the key of an id on a platform."""
    return f"{platform}/{fold(handle)}"


def by_link(target: str) -> str:
    """Return the key of a link, however it begins."""
    return f"link/{fold(target.removeprefix('www.'))}"


@register_reader
def read_link(text: str) -> Reading | None:
    """Return which account a pasted link or share text means; None for what is no link."""
    if not ADDRESS.search(text):
        return None
    target = clean(text)[1]
    if not target:
        return None
    known = recognise(text)
    if known is None:
        return Reading("account", (by_link(target),), "链接")
    keys = [by_link(target), *([by_handle(known.platform.pk, known.handle)] if known.handle else [])]
    handle = f"，账号标识 {known.handle}" if known.handle else ""
    return Reading("account", tuple(keys), f"{known.platform}链接{handle}")


def accounts_for(user: Any) -> QuerySet[MediaAccount]:
    """Return the accounts that the person may see."""
    return MediaAccount.objects.visible_to(user).select_related("platform", "unit").defer(*TEXTS)


def about_account(account: MediaAccount) -> str:
    """Return platform, unit and certificate number."""
    return " · ".join(filter(None, (str(account.platform), str(account.unit), account.certificate_no)))


def people_for(user: Any) -> QuerySet[User]:
    """Return the people whom the person may see, with their open posts in visible units."""
    posts = Post.objects.visible_to(user).filter(until__isnull=True).select_related("unit").order_by("unit_id", "role")
    return visible_people(user).prefetch_related(Prefetch("posts", queryset=posts, to_attr="shown_posts"))


def about_person(person: User) -> str:
    """Return the posts held now."""
    return "；".join(f"{post.unit} {post.get_role_display()}" for post in person.shown_posts)  # type: ignore[attr-defined]


register_kind(
    Kind(
        "unit",
        "单位",
        perm="core.view_units",
        rows=lambda user: Unit.objects.visible_to(user).select_related("parent"),
        url=lambda unit: reverse("units:detail", args=[unit.pk]),
        title=lambda unit: unit.name,
        about=lambda unit: " · ".join(
            filter(None, (unit.parent.name if unit.parent else "", UNIT_KINDS.get(unit.kind, ""), unit.code))
        ),
        status=lambda unit: "已撤销" if unit.closed_on else "",
        order=10,
    )
)
register_kind(
    Kind(
        "account",
        "账号",
        perm="accounts.view_account",
        rows=accounts_for,
        url=lambda account: reverse("accounts:detail", args=[account.pk]),
        title=lambda account: account.name,
        about=about_account,
        status=lambda account: account.get_state_display(),
        order=20,
    )
)
register_kind(
    Kind(
        "person",
        "人员",
        perm="core.view_people",
        rows=people_for,
        url=lambda person: reverse("people:detail", args=[person.pk]),
        title=lambda person: person.full_name,
        about=about_person,
        person=True,
        order=60,
    )
)
register_source(Source("unit", "unit", Unit, (Field("name", "单位名称", sounds=True), Field("code", "单位代码"))))
register_source(
    Source(
        "account",
        "account",
        MediaAccount,
        (
            Field("name", "账号名称", sounds=True),
            Field("certificate_no", "备案编号"),
            Field("handle", "账号标识"),
            Field("national_no", "全国系统编号"),
            Field("registrant", "账号主体", sounds=True),
        ),
        more=("platform_id", "link"),
        keys=keys_of,
    )
)
register_source(
    Source("account_name", "account", NameRecord, (Field("name", "曾用名", sounds=True),), owner="account_id")
)
register_source(
    Source(
        "account_team",
        "account",
        TeamMember,
        (Field("name", "管理人员", sounds=True, person=True),),
        owner="account_id",
        ends="until",
    )
)
register_source(Source("person", "person", User, (Field("full_name", "姓名", sounds=True, person=True),)))
