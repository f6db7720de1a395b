"""Which regulation knows a circle of accounts (工作圈), and where it says so."""

from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.base import Entry

CODE = "matrix"
#: How members stand to the department: all, both follow each other, one side does.
CIRCLE_CHOICES = [("member", "成员"), ("mutual", "互相关注"), ("one_sided", "单方关注")]


def circle_of(edition: Edition) -> Entry | None:
    """Return the entry of the edition that speaks of the circle; None where it does not."""
    return next((duty for duty in edition.duties if duty.code == CODE), None)
