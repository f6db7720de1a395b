"""A decision in the words of a timeline (办理经过): who, for whom, to whom."""

from .models import Decision
from .states import Verb

#: Verbs whose second name is the one who is asked or handed something.
HANDED = {Verb.TRANSFER: "转交给", Verb.DELEGATE: "委派给"}
#: Verbs whose reasons are the names of people.
NAMING = (Verb.ADD_BEFORE, Verb.ADD_AFTER, Verb.REMOVE, Verb.COPY, Verb.CIRCULATE)


def who_of(decision: Decision) -> str:
    """Return who acted, and in whose place: both names stand in the record (代办)."""
    who = str(decision.by) if decision.by else "系统"
    return f"{who}（代{decision.for_user}）" if decision.for_user and decision.verb not in HANDED else who


def note_of(decision: Decision) -> str:
    """Return to whom it went, or the article under which somebody acted."""
    if decision.verb in HANDED and decision.for_user:
        return f"{HANDED[Verb(decision.verb)]} {decision.for_user}"
    if decision.verb in NAMING:
        return "、".join(decision.reasons)
    return decision.article
