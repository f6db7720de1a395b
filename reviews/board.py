"""Where all posts stand (审稿总览): by state, what is over its time first, and by account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import MediaAccount
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import StepState

from .casework.standing import TimeLeft
from .desk import OBJECT
from .models import Post
from .states import EDITABLE, PostState

#: Rows of a column, accounts of the table; the whole list is one click away.
ROWS, ACCOUNTS = 8, 60


@dataclass(frozen=True)
class Lane:
    """A column of the board."""

    code: str
    label: str
    states: tuple[str, ...]
    order: tuple[Any, ...]
    empty: str

    @property
    def query(self) -> str:
        """The filter of the list behind the column."""
        return "&".join(f"state={state}" for state in self.states)


LANES = (
    Lane("review", "审核中", (PostState.REVIEW,), (F("due").asc(nulls_last=True), "-pk"), "没有在审的稿件"),
    Lane("ready", "可发布", (PostState.READY,), (F("planned_at").asc(nulls_last=True), "-pk"), "没有待发布的稿件"),
    Lane("author", "待作者修改", (PostState.RETURNED, PostState.WITHDRAWN), ("-saved_at", "-pk"), "没有退回的稿件"),
    Lane("published", "已发布", (PostState.PUBLISHED,), (F("published_at").desc(nulls_last=True), "-pk"),
         "还没有发布的稿件"),
)  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """A post on the board; `left` is what remains of its step's time."""

    post: Any
    left: TimeLeft | None


@dataclass(frozen=True)
class Column:
    """A column with its count and its first posts."""

    lane: Lane
    count: int
    tiles: list[Tile]

    @property
    def rest(self) -> int:
        """How many posts the list holds beyond those shown."""
        return max(self.count - len(self.tiles), 0)


@dataclass(frozen=True)
class Board:
    """The whole board; `late` counts the posts whose step is over its time."""

    columns: list[Column]
    late: int
    drafts: int
    refused: int
    accounts: list[MediaAccount]
    more_accounts: bool


def active_steps() -> QuerySet[Step]:
    """Return the step that waits of the post in the outer query."""
    return Step.objects.filter(
        run__object_type=OBJECT, run__object_id=OuterRef("pk"), run__state="open", state=StepState.ACTIVE
    )


def late_posts(rows: QuerySet[Post], at: datetime) -> QuerySet[Post]:
    """Return the posts whose step is over its time."""
    late = Step.objects.filter(run__object_type=OBJECT, state=StepState.ACTIVE, due_at__lt=at)
    return rows.filter(state=PostState.REVIEW, pk__in=late.order_by().values("run__object_id"))


def board_for(user: Any, at: datetime) -> Board:
    """Return the board of what the person may see; the number of queries does not grow with the posts."""
    posts = Post.objects.visible_to(user)
    counts = dict(posts.order_by().values_list("state").annotate(Count("pk")))
    rows = posts.select_related("unit", "created_by").defer("body", "source").annotate(
        due=Subquery(active_steps().values("due_at")[:1], output_field=DateTimeField()),
        hours=Subquery(active_steps().values("hours")[:1]),
        waiting_at=Subquery(active_steps().values("label")[:1]),
    )  # fmt: skip
    accounts = list(_accounts(user, posts, at)[: ACCOUNTS + 1])
    return Board(
        columns=[_column(lane, rows, counts, at) for lane in LANES],
        late=late_posts(posts, at).count(),
        drafts=counts.get(PostState.DRAFT, 0),
        refused=counts.get(PostState.REJECTED, 0) + counts.get(PostState.RETRACTED, 0),
        accounts=accounts[:ACCOUNTS],
        more_accounts=len(accounts) > ACCOUNTS,
    )


def _column(lane: Lane, rows: Any, counts: dict[str, int], at: datetime) -> Column:
    found = rows.filter(state__in=lane.states).order_by(*lane.order)[:ROWS]
    tiles = [Tile(post, TimeLeft.of(post.due, at, hours=post.hours) if post.due else None) for post in found]
    return Column(lane, sum(counts.get(state, 0) for state in lane.states), tiles)


def _accounts(user: Any, posts: QuerySet[Post], at: datetime) -> QuerySet[MediaAccount]:
    """Return the accounts that posts are meant for, those with the most under way first."""
    seen = posts.order_by().values("pk")
    late = late_posts(posts, at).order_by().values("pk")
    under_way = Q(posts__in=seen)

    def number(*states: str) -> Count:
        return Count("posts", filter=under_way & Q(posts__state__in=states), distinct=True)

    found = MediaAccount.objects.visible_to(user).filter(posts__in=seen).select_related("platform", "unit")
    return found.annotate(
        in_review=number(PostState.REVIEW),
        late=Count("posts", filter=Q(posts__in=late), distinct=True),
        ready=number(PostState.READY),
        with_author=number(*(state for state in EDITABLE if state != PostState.DRAFT)),
        published=number(PostState.PUBLISHED),
    ).order_by("-late", "-in_review", "-ready", "name", "pk")
