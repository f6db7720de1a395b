"""A text that somebody else has saved in the meantime (他人已改): nothing is overwritten, both stand side by side."""

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from newmedia_portal.core.refusals import Conflict
from reviews.comparing import side_by_side

STORED, MINE = "已保存的内容", "您的内容"


class Overtaken(Conflict):
    """Somebody else saved the draft after the person had opened it."""


def beside(stored: str, mine: str) -> dict[str, Any]:
    """Return what templates/assessments/overtaken.html shows of the two texts."""
    return side_by_side(stored, mine, STORED, MINE)


def keep(form: BaseForm, sent: QueryDict, seen: str) -> None:
    """Let a form show what was sent, with the mark of what is stored now: saving once more is done knowingly."""
    data = sent.copy()
    data["seen"] = seen
    form.data = data
