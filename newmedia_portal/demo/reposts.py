"""Repost tasks of the demo (演示转发任务): one that runs, one that is late, one that has ended."""

from datetime import timedelta

from duties.actions import reposts as actions
from duties.actions.reposts import Item, NoDuty
from duties.aim import Aim
from duties.models import RepostTarget, RepostTask
from duties.states import TargetState
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import Role

from .cases import Stage, person

ORIGINAL = "https://www.example.com/news/{}.html"
POSTED = "https://www.example.com/{}/posts/{}.html"
EVERY = 3


def pass_on(stage: Stage) -> None:
    """Issue the tasks of an organisation whose regulation knows the duty, and let some units answer."""
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    department = registrar.posts.get(role=Role.REGISTRAR).unit
    try:
        _, rule = actions.rule_for(department, stage.moment(1))
    except NoDuty:
        return
    for number, (title, ago, workdays, ends) in enumerate(
        (("示例节能宣传周活动通知", 9, 3, True), ("示例防汛安全提示", 4, 2, False), ("示例便民服务新举措", 1, 3, False))
    ):
        item = Item(
            issuer=rule.issuers[number % len(rule.issuers)],
            title=title,
            link=ORIGINAL.format(100 + number),
            note="保留原标题,注明来源。",
            workdays=workdays,
        )
        task = actions.issue(department, item, Aim(), by=person(registrar), at=stage.moment(ago, 8))
        _answer(stage, task, ago, leave=() if ago > 1 else (stage.unit.pk,))
        if ends:
            for excused in task.targets.filter(state=TargetState.EXCUSED):
                actions.answer(excused, agrees=True, reason="", by=person(registrar), at=stage.moment(ago - 1))
            actions.close(task, reason="活动已结束", by=person(registrar), at=stage.moment(2))


def _answer(stage: Stage, task: RepostTask, ago: int, *, leave: tuple[int, ...]) -> None:
    """Let every third account repost within the hour, and one account of the cast's unit be excused; some wait."""
    targets = list(task.targets.exclude(unit__in=leave).select_related("unit").order_by("pk"))
    for target in targets[::EVERY]:
        writer = _writer(target)
        if writer is None:
            continue
        at = stage.moment(ago, 9)
        link = POSTED.format(target.account_id, task.pk)
        actions.confirm(target, link=link, posted_at=at - timedelta(minutes=20), by=person(writer), at=at)
    own = [target for target in targets if target.unit_id == stage.unit.pk and target not in targets[::EVERY]]
    if own:
        reason = "账号只发布办事指南,与本条内容无关。"
        actions.declare(own[0], reason=reason, by=person(stage.operator), at=stage.moment(ago, 10))


def _writer(target: RepostTarget) -> User | None:
    posts = Post.objects.filter(unit=target.unit, role=Role.OPERATOR, until__isnull=True)
    found = posts.select_related("user").order_by("pk").first()
    return found.user if found else None
