"""Asking, releasing, refusing, taking back (申请、核准、不同意、撤回); each on record, and told."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ..access.models import User
from ..audit import record
from ..jobs.schedule import Counts, often
from ..notices.actions import notify
from ..passwords.actions import refuse_unsound, remember_password
from ..refusals import Conflict, Forbidden, Refused
from ..second_factor import actions as factor
from ..sessions.keeping import drop_all_of
from ..sso.linking import put
from ..transactions import unit_of_work
from .deciding import may_release, releasers
from .models import ReleaseRequest
from .states import Outcome, What

#: A request is good for a day.
GOOD_FOR = timedelta(hours=24)
OWN = "不能为自己申请。请另一位管理员办理，或由运维人员在服务器上用命令办理。"
ALONE = "没有可以核准的第二位管理员。请由运维人员在服务器上用命令办理（见“安装与运行”）。"
RIGHTS = {
    What.FACTOR: "core.reset_second_factor", What.PASSWORD: "core.manage_people",
    What.IDENTITY: "core.manage_identities",
}  # fmt: skip
Outer = dict[str, str]


def ask(
    person: User, *, what: str, reason: str, by: User, at: datetime, password: str = "", outer: Outer | None = None,
    batch: str = "",
) -> ReleaseRequest:  # fmt: skip
    """Ask that somebody's second factor or password be reset, or an outer identity (kind, issuer, name) stand for them.

    Nothing changes until another administrator agrees. Tells the person, and those who may release it, who are told
    of a batch once (`tell_of_batch`). Raises Forbidden without the right; Refused for oneself, without a
    reason, for a weak password, without a second factor to reset, or where nobody could release it; Conflict while
    another request for the same waits.
    """
    if not by.has_perm(RIGHTS[What(what)]):
        raise Forbidden("您没有这项权限。")
    if by.pk == person.pk:
        raise Refused(OWN)
    if not reason.strip():
        raise Refused("请写明原因，以及怎样核实了本人身份。", field="reason")
    with unit_of_work():
        held = User.objects.select_for_update().get(pk=person.pk)
        _refuse_pointless(held, what, password)
        _lapse(ReleaseRequest.objects.filter(person=held), at=at)
        if ReleaseRequest.objects.filter(person=held, what=what, outcome=Outcome.WAITING).exists():
            raise Conflict("已有一份相同的申请等待核准。请先在“双人核准”里处理。")
        seconds = list(releasers(held, asked_by=by, at=at))
        if not seconds:
            raise Refused(ALONE)
        row = ReleaseRequest.objects.create(
            person=held, what=what, reason=reason.strip(), asked_by=by, asked_at=at, expires_at=at + GOOD_FOR,
            password_hash=make_password(password) if what == What.PASSWORD else "", batch=batch,
            **{f"outer_{name}": value for name, value in (outer or {}).items()},
        )  # fmt: skip
        record("release.asked", by=by, at=at, obj=held, after=_facts(row), reason=row.reason)
        if not batch:
            _tell_seconds(row, seconds, at)
        _tell_person(row, "asked", f"有人申请{row.get_what_display()}，须另一位管理员核准", at)
    return row


def release(row: ReleaseRequest, *, by: User, at: datetime) -> ReleaseRequest:
    """Agree, and so reset the second factor, set the password or link the identity (核准); the person is told.

    Raises Forbidden for anyone who is no second person, Conflict when it is decided, taken back or past its time, or
    where the outer identity stands for somebody meanwhile.
    """
    with unit_of_work():
        held = _open(row, by=by, at=at)
        password, held.password_hash = held.password_hash, ""
        if held.what == What.FACTOR:
            factor.reset(held.person, reason=held.reason, by=by, at=at, asked_by=held.asked_by)
        elif held.what == What.IDENTITY:
            put(held.person, held.outer, by=by, at=at, reason=held.reason, asked_by=held.asked_by)
        else:
            _put(held.person, password, by=by, at=at, reason=held.reason)
        _close(held, Outcome.RELEASED, by=by, at=at)
        further = "。请核对是否为您本人的身份" if held.what == What.IDENTITY else "。请立即登录并更换"
        _tell_person(held, "released", f"已办理：{held.get_what_display()}{further}", at)
        _tell_asker(held, f"已核准：{held}", at)
    return held


def release_batch(row: ReleaseRequest, *, by: User, at: datetime) -> int:
    """Agree to every waiting request of a list that one may release (核准本批): all or none; returns how many.

    Raises as `release`, naming the person; Refused where nothing of the list is left for the decider.
    """
    done = 0
    with unit_of_work():
        for one in waiting_of_batch(row, at=at):
            if may_release(by, one, at=at):
                try:
                    release(one, by=by, at=at)
                except Refused as refusal:
                    raise Refused(f"没有办理任何一份。{one.person}：{refusal.message}") from refusal
                done += 1
        if not done:
            raise Forbidden("这一批里没有由您核准的申请。")
    return done


def waiting_of_batch(row: ReleaseRequest, *, at: datetime) -> QuerySet[ReleaseRequest]:
    """Return the requests of the same list that can still be decided; none for a request that stands alone."""
    rows = ReleaseRequest.objects.filter(batch=row.batch, outcome=Outcome.WAITING, expires_at__gt=at).order_by("pk")
    return rows.select_related("person", "asked_by") if row.batch else rows.none()


def tell_of_batch(batch: str, *, at: datetime) -> None:
    """Tell those who may release the requests of a list, once for the list."""
    rows = list(ReleaseRequest.objects.filter(batch=batch).select_related("person", "asked_by").order_by("pk"))
    seconds = {one.pk: one for row in rows for one in releasers(row.person, asked_by=row.asked_by, at=at)}
    title = f"请核准：登记统一认证身份，共 {len(rows)} 位"
    notify(
        list(seconds.values()), kind="release.todo", title=title, body=_asked_words(rows[0]), url=_address(rows[0]),
        at=at, key=f"release:{rows[0].pk}:todo",
    )  # fmt: skip


def refuse(row: ReleaseRequest, *, answer: str, by: User, at: datetime) -> ReleaseRequest:
    """Say no, with a reason (不同意). Raises as `release`, and Refused without a reason."""
    if not answer.strip():
        raise Refused("请写明不同意的原因。", field="answer")
    with unit_of_work():
        held = _open(row, by=by, at=at)
        held.answer = answer.strip()
        _close(held, Outcome.REFUSED, by=by, at=at)
        _tell_person(held, "refused", f"没有办理：{held.get_what_display()}，核准人不同意", at)
        _tell_asker(held, f"不同意：{held}", at)
    return held


def withdraw(row: ReleaseRequest, *, by: User, at: datetime) -> ReleaseRequest:
    """Take one's own request back (撤回). Raises Forbidden for others, Conflict when it is over."""
    with unit_of_work():
        held = _locked(row, at)
        if by.pk != held.asked_by_id:
            raise Forbidden("只能撤回自己的申请。")
        _close(held, Outcome.WITHDRAWN, by=by, at=at)
    return held


def tell_of_command(person: User, *, what: str, reason: str, at: datetime) -> None:
    """Tell the person and every administrator that a command on the server went past the four eyes (应急办理)."""
    told = {person.pk, *User.objects.filter(is_active=True).exclude(instance_role="").values_list("pk", flat=True)}
    title = f"服务器命令已办理：{What(what).label}（{person}）"
    body = f"原因：{reason}。没有经过双人核准，请核对是否为本单位安排的应急办理。"
    key = f"release:command:{what}:{person.pk}:{at.isoformat()}"
    notify(told, kind="release.command", title=title, body=body, url=factor.ADDRESS, at=at, key=key)


@often("releases.lapse", label="核准申请过期")
def lapse(*, at: datetime) -> Counts:
    """Close what nobody has released in time; safe to repeat."""
    with unit_of_work():
        number = _lapse(ReleaseRequest.objects.all(), at=at)
    return Counts(looked_at=number, cleared=number)


def _refuse_pointless(person: User, what: str, password: str) -> None:
    if what == What.PASSWORD:
        refuse_unsound(person, password)
    elif what == What.FACTOR and person.second_factor_since is None:
        raise Refused("该人员没有启用第二因素，不用重置。")


def _open(row: ReleaseRequest, *, by: User, at: datetime) -> ReleaseRequest:
    held = _locked(row, at)
    if not may_release(by, held, at=at):
        raise Forbidden("这份申请须由另一位管理员核准。")
    return held


def _locked(row: ReleaseRequest, at: datetime) -> ReleaseRequest:
    User.objects.select_for_update().get(pk=row.person_id)
    held = ReleaseRequest.objects.select_for_update(of=("self",)).select_related("person", "asked_by").get(pk=row.pk)
    if not held.waits(at):
        raise Conflict(f"这份申请{held.word(at)}，不能再办理。需要的请重新申请。")
    return held


def _lapse(rows: QuerySet[ReleaseRequest], *, at: datetime) -> int:
    late = list(rows.select_for_update(of=("self",)).filter(outcome=Outcome.WAITING, expires_at__lte=at))
    for row in late:
        _close(row, Outcome.LAPSED, by=None, at=at)
    return len(late)


def _close(row: ReleaseRequest, outcome: str, *, by: User | None, at: datetime) -> None:
    row.outcome, row.decided_by, row.decided_at, row.password_hash = outcome, by, at, ""
    row.save()
    record(f"release.{outcome}", by=by, at=at, obj=row.person, after=_facts(row), reason=row.answer or row.reason)


def _put(person: User, password_hash: str, *, by: User, at: datetime, reason: str) -> None:
    """Set the password that was asked for; it must be changed at the next log-in, and every session ends."""
    person.password, person.password_set_at, person.must_change_password = password_hash, at, True
    person.save(update_fields=["password", "password_set_at", "must_change_password"])
    remember_password(person, at=at)
    drop_all_of(person)
    record("person.password_reset", by=by, at=at, obj=person, reason=reason)


def _facts(row: ReleaseRequest) -> dict[str, str]:
    facts = {"what": row.get_what_display(), "asked_by": str(row.asked_by), "request": str(row.pk)}
    return facts | (row.outer if row.what == What.IDENTITY else {})


def _address(row: ReleaseRequest) -> str:
    return f"/releases/{row.pk}/"


def _tell_seconds(row: ReleaseRequest, seconds: list[User], at: datetime) -> None:
    title, key = f"请核准：{row}", f"release:{row.pk}:todo"
    notify(seconds, kind="release.todo", title=title, body=_asked_words(row), url=_address(row), at=at, key=key)


def _asked_words(row: ReleaseRequest) -> str:
    return f"{row.asked_by}申请，原因：{row.reason}。请当面或电话向本人核实后决定。"


def _tell_asker(row: ReleaseRequest, title: str, at: datetime) -> None:
    key = f"release:{row.pk}:answer"
    body = row.answer and f"意见：{row.answer}"
    notify([row.asked_by], kind="release.answered", title=title, body=body, url=_address(row), at=at, key=key)


def _tell_person(row: ReleaseRequest, what: str, title: str, at: datetime) -> None:
    until = date_format(localtime(row.expires_at), "n月j日 H:i")
    meant = f"申请 {until} 失效。" if what == "asked" else ""
    body = f"申请人：{row.asked_by}，原因：{row.reason}。{meant}不是您本人要求的，请立即告知其他管理员。"
    key = f"release:{row.pk}:{what}"
    notify([row.person], kind=f"release.{what}", title=title, body=body, url=factor.ADDRESS, at=at, key=key)
