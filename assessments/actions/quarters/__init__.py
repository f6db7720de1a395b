"""Every write of periods of assessment (考核期): opening, scoring, people's words, objections, closing."""

from .closing import NotFinal, check_quarter, close_quarter, publish_quarter
from .hands import Given, give_scores
from .objecting import decide_objection, object_to, withdraw_objection
from .opening import open_quarter
from .schemes import draft_scheme, drop_scheme, edit_scheme, publish_scheme, scheme_in_force
from .scoring import Scored, score_quarter
from .steps import ask_units, go_to_review, hear_objections, reopen_review, settle
from .telling import say, submit
from .vetoes import record_veto, revoke_veto

__all__ = [
    "Given",
    "NotFinal",
    "Scored",
    "ask_units",
    "check_quarter",
    "close_quarter",
    "decide_objection",
    "draft_scheme",
    "drop_scheme",
    "edit_scheme",
    "give_scores",
    "go_to_review",
    "hear_objections",
    "object_to",
    "open_quarter",
    "publish_quarter",
    "publish_scheme",
    "record_veto",
    "reopen_review",
    "revoke_veto",
    "say",
    "scheme_in_force",
    "score_quarter",
    "settle",
    "submit",
    "withdraw_objection",
]
