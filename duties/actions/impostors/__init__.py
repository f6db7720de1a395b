"""Every write of an impostor case (假冒账号)."""

from .end import close, file_report, reopen
from .enter import Report, enter_case, name_unit, report_publicly, show_contact
from .judge import confirm, dismiss
from .letters import Draft, answer_letter, send_letter, write_letter
from .partners import answer_partner, involve

__all__ = [
    "Draft",
    "Report",
    "answer_letter",
    "answer_partner",
    "close",
    "confirm",
    "dismiss",
    "enter_case",
    "file_report",
    "involve",
    "name_unit",
    "reopen",
    "report_publicly",
    "send_letter",
    "show_contact",
    "write_letter",
]
