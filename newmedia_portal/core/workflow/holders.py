"""Who holds a step: by name, by post, or as a substitute (承办人、岗位、代理)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from ..access.models import Post, User
from ..access.roles import Role
from ..access.scope import ask_beside, beside
from ..refusals import Forbidden
from .models import Run, Seat, Step, Substitution
from .states import AGREEING, SeatState, StepKind, StepState, SubstitutionState, Verb

STANDS_IN = "stands_in"


def role_label(role: str) -> str:
    """Return the Chinese word for a role; who was asked by name holds none."""
    return Role(role).label if role else "受邀人员"


def candidates(step: Step) -> QuerySet[User]:
    """Return the people who hold the post that the step names."""
    posts = Post.objects.filter(unit=step.unit, role=step.role, until__isnull=True)
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))


def asked(step: Step) -> QuerySet[User]:
    """Return whom the step itself waits for: open seats, the named holder, or the post's holders."""
    if step.seated:
        return User.objects.filter(pk__in=step.seats.filter(state=SeatState.OPEN).values("person"))
    return User.objects.filter(pk=step.holder_id) if step.holder_id else candidates(step)


def holders(step: Step) -> QuerySet[User]:
    """Return those whom a waiting step reaches: whom it waits for, and their substitutes."""
    named = asked(step)
    stand_in = _running().filter(absent__in=named.values("pk")).filter(_in_scope(step))
    return User.objects.filter(Q(pk__in=named.values("pk")) | Q(pk__in=stand_in.values("substitute")), is_active=True)


def may_decide(step: Step, user: User) -> bool:
    """Whether the person holds the step: by seat, by name where it was handed over, by post, or as a substitute."""
    return holds_itself(step, user) or represented(step, user) is not None


def holds_itself(step: Step, user: User) -> bool:
    """Whether the step is the person's own."""
    if step.seated or step.holder_id is None:
        return asked(step).filter(pk=user.pk).exists()
    return step.holder_id == user.pk


def represented(step: Step, user: User, at: datetime | None = None) -> User | None:
    """Return whom the person stands in for at this step (代谁办理); None when nobody."""
    found = _running().filter(substitute=user, absent__in=asked(step).values("pk")).filter(_in_scope(step))
    found = found.select_related("absent")
    if at is not None:
        found = found.filter(starts_on__lte=localdate(at), ends_on__gte=localdate(at))
    first = found.order_by("pk").first()
    return first.absent if first else None


def stands_in(user: User) -> bool:
    """Whether the person may stand in for anybody now, as this request knows."""
    return STANDS_IN in beside(user)


def waiting_for(user: User, *, alone: bool = False) -> QuerySet[Step]:
    """Return the steps that wait for this person (待办): own ones and those of people they stand in for.

    `alone`: it is known that the person stands in for nobody; the database need not look.
    """
    posts = Post.objects.filter(until__isnull=True, unit=OuterRef("unit"), role=OuterRef("role"), user=user)
    own_seats = Seat.objects.filter(person=user, state=SeatState.OPEN).values("step")
    if alone:
        mine = (Q(holder__isnull=True, seated=False) & Exists(posts)) | Q(seated=False, holder=user)
        return Step.objects.filter(mine | Q(pk__in=own_seats), state=StepState.ACTIVE)
    stand_ins = _running().filter(substitute=user).filter(Q(role="") | Q(role=OuterRef("role")))
    stand_ins = stand_ins.filter(Q(object_type="") | Q(object_type=OuterRef("run__object_type")))
    stand_ins = stand_ins.filter(Q(unit__isnull=True) | Q(unit=OuterRef("unit")))
    absent = stand_ins.filter(absent__posts__unit=OuterRef("unit"), absent__posts__role=OuterRef("role"))
    absent = absent.filter(absent__posts__until__isnull=True)
    by_post = Q(holder__isnull=True, seated=False) & (Exists(posts) | Exists(absent))
    by_name = Q(seated=False) & (Q(holder=user) | Exists(stand_ins.filter(absent=OuterRef("holder"))))
    by_seat = Q(pk__in=own_seats) | (Q(seated=True) & Exists(_seats_stood_in_for(user)))
    return Step.objects.filter(by_post | by_name | by_seat, state=StepState.ACTIVE)


def refuse_unfit(run: Run, step: Step, by: User, at: datetime) -> User | None:
    """Refuse who does not hold the step, who made the content, or who signed another step where that is barred.

    Returns whom the person stands in for. Raises Forbidden with the reason in words.
    """
    absent = None
    if not holds_itself(step, by):
        absent = represented(step, by, at)
        if absent is None:
            raise Forbidden(
                f"{held_by(step)}，您当前不是承办人。" if _by_name(step) else f"{held_by(step)}，您当前没有这个岗位。"
            )
    people = {by.pk, absent.pk} if absent else {by.pk}
    if why := unfit(run, step, people):
        raise Forbidden(why)
    return absent


def held_by(step: Step) -> str:
    """Say in words whose step it is."""
    if _by_name(step):
        names = "、".join(str(person) for person in asked(step).order_by("full_name", "pk")[:4]) or "已指定的人员"
        return f"这一步由{names}办理"
    return f"这一步由{step.unit}的{role_label(step.role)}办理"


def _by_name(step: Step) -> bool:
    return not step.role or (step.seated and step.added_by_id is not None)


def unfit(run: Run, step: Step, people: set[int]) -> str:
    """Return why one of these people may not speak at a step, in words; empty where nothing stands against it."""
    if run.started_by_id in people:
        return "不能审批自己提交的事项，请由其他承办人办理。"
    if people & set(run.barred):
        return "作者不能审核自己的稿件，请由其他承办人办理。"
    signed = "" if step.kind == StepKind.OPINION else signed_elsewhere(run, step, people)
    if signed:
        return f"您已办理过“{signed}”，按制度同一人不得兼办两个环节，请由其他承办人办理。"
    return ""


def signed_elsewhere(run: Run, step: Step, people: set[int]) -> str:
    """Return the label of another step that one of these people agreed to in this run; empty where that is allowed."""
    if not run.separate:
        return ""
    decisions = run.decisions.filter(verb__in=AGREEING).exclude(step__code=step.code)
    decisions = decisions.exclude(step__in=run.decisions.filter(verb=Verb.RECALL).values("step"))
    decisions = decisions.filter(Q(by__in=people) | Q(for_user__in=people))
    return decisions.values_list("step__label", flat=True).first() or ""


def _seats_stood_in_for(user: User) -> QuerySet[Substitution]:
    """Return the substitutions of a person for somebody whose seat in the outer step is open."""
    seats = Seat.objects.filter(step=OuterRef(OuterRef("pk")), state=SeatState.OPEN)
    found = _running().filter(substitute=user, absent__in=seats.values("person"))
    found = found.filter(Q(role="") | Q(role=OuterRef("role")))
    found = found.filter(Q(object_type="") | Q(object_type=OuterRef("run__object_type")))
    return found.filter(Q(unit__isnull=True) | Q(unit=OuterRef("unit")))


def _running() -> QuerySet[Substitution]:
    return Substitution.objects.filter(state=SubstitutionState.RUNNING)


ask_beside(STANDS_IN, lambda user: _running().filter(substitute=user))


def _in_scope(step: Step) -> Q:
    kind = Q(object_type="") | Q(object_type=step.run.object_type)
    return (Q(role="") | Q(role=step.role)) & kind & (Q(unit__isnull=True) | Q(unit=step.unit_id))
