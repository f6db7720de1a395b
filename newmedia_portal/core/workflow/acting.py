"""From a sheet to the action of an app (办理): the same call for filings and posts, each with its own actions."""

from datetime import datetime
from types import ModuleType
from typing import Any

from ..access.models import User
from .models import Run
from .sheets import unread_copy
from .states import Verb

#: What was done, in the words of the message after it.
DONE: dict[str, str] = {
    "opine": "意见已提交，已交回委派人。", "send_back": "已退回所选环节。", "transfer": "已转交给{names}。",
    "delegate": "已委派给{names}，对方提出意见后回到您这里。", "add_before": "已请{names}先签，签后回到您这里。",
    "add_after": "已安排{names}在您之后加签。", "remove": "已减签。", "copy": "已发送给{names}。",
    "recall": "已收回，这一步又在您这里。", "take_back": "已收回办理结果，可以重新办理。", "read": "已标记已阅。",
}  # fmt: skip


def act(actions: ModuleType, subject: Any, code: str, form: Any, *, run: Run, by: User | Any, at: datetime) -> str:
    """Do what a sheet asks for through the actions of an app; returns what is said afterwards."""
    data = form.cleaned_data
    said: dict[str, Any] = {"by": by, "at": at}
    names = "、".join(str(person) for person in data.get("people", ())) or str(data.get("to", ""))
    if code in ("opine", "send_back"):
        more = {"to_code": data["to_code"], "straight": bool(data["straight"])} if code == "send_back" else {}
        verb = Verb.SEND_BACK if code == "send_back" else Verb.OPINE
        actions.decide(subject, step_id=data["step"], verb=verb, opinion=data["reason"], **more, **said)
    elif code in ("recall", "take_back"):
        getattr(actions, code)(subject, reason=data["reason"], **said)
    elif code == "read":
        copy = unread_copy(run, by)
        if copy is not None:
            actions.read_copy(copy, remark=data["reason"], **said)
    elif code == "copy":
        actions.copy(subject, kind=data["kind"], people=data["people"], note=data["reason"], **said)
    elif code == "remove":
        step, _, person = data["which"].partition(":")
        gone = User.objects.get(pk=int(person))
        actions.remove_signer(subject, step_id=int(step), person=gone, reason=data["reason"], **said)
    else:
        _hand_on(actions, subject, code, form, said)
    return DONE[code].format(names=names)


def _hand_on(actions: ModuleType, subject: Any, code: str, form: Any, said: dict[str, Any]) -> None:
    data = form.cleaned_data
    said = {**said, "step_id": data["step"], "reason": data["reason"]}
    if code == "transfer":
        actions.transfer(subject, to=data["to"], **said)
    elif code == "delegate":
        actions.delegate(subject, to=data["people"][0], **said)
    else:
        actions.add_signers(subject, asked=form.asked(), after=code == "add_after", **said)
