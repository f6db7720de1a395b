"""Every write of the silence watch by people (暂停更新、关闭建议): pauses, proposals to close, answers, settling."""

from .again import look_again
from .pauses import ask_pause, decide_pause, end_pause, withdraw_pause
from .proposals import keep, propose_closing, settle

__all__ = [
    "ask_pause",
    "decide_pause",
    "end_pause",
    "keep",
    "look_again",
    "propose_closing",
    "settle",
    "withdraw_pause",
]
