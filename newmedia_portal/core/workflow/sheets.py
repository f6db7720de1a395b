"""What one reader may do with a run beside the usual three buttons (更多办理方式): small forms, in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..access.models import User
from ..ui.forms import PortalForm
from . import forms
from .chain import may_decide
from .consulting import added_by
from .holders import candidates
from .models import Copy, Run, Step
from .moves import passed_steps
from .recalling import may_recall
from .states import SeatState, StepKind, StepState, Verb


@dataclass(frozen=True)
class Sheet:
    """One form behind 更多办理方式."""

    code: str
    title: str
    hint: str
    button: str
    form: PortalForm
    danger: bool = False
    open: bool = False


@dataclass(frozen=True)
class Case:
    """What the sheets of one page are made of: the run, the waiting step, the reader and their rights."""

    run: Run | None
    step: Step | None
    user: User | Any
    decides: bool = False
    copies: bool = False
    takes_back: bool = False
    asked: Any = None


#: Code, title, hint, button.
WORDS: dict[str, tuple[str, str, str]] = {
    "opine": ("提出意见", "办完交回委派人", "提交意见"),
    "send_back": ("退回环节", "给前面已办的人", "退回这一环节"),
    "transfer": ("转交", "给同岗位的人", "转交"),
    "delegate": ("委派", "请一人提意见，办后回到您这里", "委派"),
    "add_before": ("前加签", "请人先签，再由您办", "前加签"),
    "add_after": ("后加签", "您办完后再请人签", "后加签"),
    "remove": ("减签", "撤下您加的、还没办的人", "减签"),
    "copy": ("抄送或传阅", "让有关人员知悉", "发送"),
    "recall": ("收回我的意见", "下一环节办理之前", "收回"),
    "take_back": ("收回办理结果", "按规定重新办理最后一步", "收回办理结果"),
    "read": ("标记已阅", "", "已阅"),
}
DANGER = ("send_back", "recall", "take_back")


def sheets_of(
    case: Case, *, bound: Mapping[str, Any] | None = None, opened: str = "", leave: Iterable[str] = ()
) -> list[Sheet]:
    """Return the sheets that this reader has; `bound` holds what was sent to one of them, `leave` what is elsewhere."""
    sheets = []
    for code in (code for code in WORDS if code not in leave):
        form = form_for(code, case, data=(bound or {}).get(code))
        if form is not None:
            title, hint, button = WORDS[code]
            sheets.append(Sheet(code, title, hint, button, form, code in DANGER, code == opened))
    return sheets


def form_for(code: str, case: Case, *, data: Any = None) -> PortalForm | None:
    """Return the form of one sheet; None where the reader may not do that now."""
    make = _MAKERS.get(code)
    if make is None or case.run is None:
        return None
    extra = make(case)
    if extra is None:
        return None
    initial = {"step": case.step.pk} if case.step is not None else {}
    return _FORMS[code](data, auto_id=f"{code}_%s", initial=initial, **extra)


def _opine(case: Case) -> dict[str, Any] | None:
    return {} if case.decides and case.step is not None and case.step.kind == StepKind.OPINION else None


def _send_back(case: Case) -> dict[str, Any] | None:
    if not case.decides or case.step is None or case.run is None or case.step.added_by_id:
        return None
    passed = passed_steps(case.run, case.step, case.asked)
    return {"passed": passed} if passed else None


def _transfer(case: Case) -> dict[str, Any] | None:
    if not case.decides or case.step is None or case.run is None or not case.step.role:
        return None
    away = [case.user.pk, case.run.started_by_id, *case.run.barred]
    others = candidates(case.step).exclude(pk__in=away).order_by("full_name", "pk")
    return {"others": others} if others.exists() else None


def _asks(case: Case) -> dict[str, Any] | None:
    """People may be asked by who holds a step of the chain itself."""
    if not case.decides or case.step is None or case.step.added_by_id is not None:
        return None
    return {"user": case.user, "run": case.run, "step": case.step}


def _asks_first(case: Case) -> dict[str, Any] | None:
    return None if case.step is not None and case.step.seated else _asks(case)


def _remove(case: Case) -> dict[str, Any] | None:
    choices = []
    for step in added_by(case.run, case.user) if case.run else []:
        open_seats = list(step.seats.filter(state=SeatState.OPEN).select_related("person"))
        choices += [(f"{step.pk}:{seat.person_id}", f"{seat.person}（{step.label}）") for seat in open_seats]
    return {"choices": choices} if choices else None


def _copy(case: Case) -> dict[str, Any] | None:
    return {"user": case.user, "run": case.run, "step": case.step} if case.copies else None


def _recall(case: Case) -> dict[str, Any] | None:
    return {} if case.run is not None and may_recall(case.run, case.user) else None


def _take_back(case: Case) -> dict[str, Any] | None:
    return {} if case.takes_back else None


def _read(case: Case) -> dict[str, Any] | None:
    return {} if case.run is not None and unread_copy(case.run, case.user) is not None else None


def unread_copy(run: Run, user: User | Any) -> Copy | None:
    """Return the copy of a person that is not marked as read."""
    rows = Copy.objects.filter(object_type=run.object_type, object_id=run.object_id, person=user, read_at__isnull=True)
    return rows.order_by("pk").first()


def holders_of(step: Step) -> list[dict[str, Any]]:
    """Return who of several holders has spoken and who has not (谁已办、谁未办)."""
    seats = step.seats.exclude(state=SeatState.GONE).select_related("person").order_by("pk")
    return [{"who": str(seat.person), "word": seat.get_state_display(), "at": seat.at} for seat in seats]


def holds_by(step: Step | None, user: User | Any) -> bool:
    """Whether the waiting step is with the person."""
    return step is not None and step.state == StepState.ACTIVE and may_decide(step, user)


_MAKERS: dict[str, Callable[[Case], dict[str, Any] | None]] = {
    "opine": _opine, "send_back": _send_back, "transfer": _transfer, "delegate": _asks_first,
    "add_before": _asks_first, "add_after": _asks, "remove": _remove, "copy": _copy, "recall": _recall,
    "take_back": _take_back, "read": _read,
}  # fmt: skip
_FORMS: dict[str, type[PortalForm]] = {
    "opine": forms.OpineForm, "send_back": forms.SendBackForm, "transfer": forms.TransferForm,
    "delegate": forms.DelegateForm, "add_before": forms.SignersForm, "add_after": forms.SignersForm,
    "remove": forms.RemoveForm, "copy": forms.CopyForm, "recall": forms.ReasonForm, "take_back": forms.ReasonForm,
    "read": forms.ReadForm,
}  # fmt: skip
#: What each sheet does to the chain, for a reader who came second.
VERBS: dict[str, str] = {"send_back": Verb.SEND_BACK, "opine": Verb.OPINE, "transfer": Verb.TRANSFER}
