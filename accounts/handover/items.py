"""What is to be done when somebody leaves (移交事项): by the edition where it says so, else by rule of the product.

What the leavers' checklist of an upper floor already asks is not asked twice: it registers its lines here, they stand
in the same list and count like the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.workdays.calendar import WorkCalendar
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.filing import FilingKind

from ..actions.custody import reached_by
from ..actions.people.gaps import training_rule
from ..models import Handover, HandoverItem, MediaAccount

PRODUCT = "product"
FILING, PLATFORM, PASSWORD, PAPERS, TRAINING = "filing", "platform", "password", "papers", "training"
TEAM = "team"
HANDOVER = "handover"


@dataclass(frozen=True)
class Line:
    """An item that another list keeps: its words, article, what stands about it, and where it is done."""

    label: str
    article: str
    basis: str
    done_on: date | None
    done_by: str = ""
    note: str = ""
    waived: bool = False
    url: str = ""


Lines = Callable[[Handover], list[Line]]
_lines: list[Lines] = []


def register_lines(lines: Lines) -> Lines:
    """Add items that another list keeps about the same leaver, once."""
    if lines not in _lines:
        _lines.append(lines)
    return lines


def lines_of(case: Handover) -> list[Line]:
    """Return the items that other lists keep about a hand-over."""
    return [line for lines in _lines for line in lines(case)]


def items_of_post(case: Handover, edition: Edition, *, trained_on: date | None) -> list[HandoverItem]:
    """Return what the end of a post asks for, beside what the leavers' checklist holds."""
    post = case.post
    if post is None:
        return []
    items = [_item(case, PLATFORM, f"移交“{account}”的后台管理员权限", account) for account in _administered(post)]
    items += [one for account in named_in(case.unit, case.person) if (one := filing_of(case, account, edition))]
    items.append(_item(case, PAPERS, "移交资料、印章和设备"))
    rule = training_rule(edition, post.role)
    if rule is not None and case.successor_id is not None:
        item = HandoverItem(handover=case, code=TRAINING, label=f"接手人岗前培训：{case.successor_name}")
        item.article, item.basis = rule.article, rule.basis
        if trained_on is not None:
            item.done_on, item.entered_at, item.evidence = trained_on, case.opened_at, "任职时登记的培训日期"
        items.append(item)
    return items


def items_of_account(case: Handover, account: MediaAccount, edition: Edition) -> list[HandoverItem]:
    """Return what another manager of one account asks for; the change itself was filed."""
    rule = next((rule for rule in edition.personnel if rule.code == HANDOVER and PASSWORD in rule.items), None)
    password = _item(case, PASSWORD, f"更换“{account}”的口令并登记移交", account)
    if rule is not None:
        password.article, password.basis = rule.article, rule.basis
    words = f"移交“{account}”的后台管理员权限"
    return [password, _item(case, PLATFORM, words, account), _item(case, PAPERS, "移交资料、印章和设备")]


def filing_of(case: Handover, account: MediaAccount, edition: Edition) -> HandoverItem | None:
    """Return the change filing that is due because a member of the team left; None where none is asked for."""
    kind = _kind(edition)
    if kind is None:
        return None
    item = _item(case, FILING, f"办理“{account}”的管理队伍变更备案", account)
    item.article, item.basis = kind.trigger_article or kind.article, "stated"
    if kind.limit is not None:
        item.article, item.basis = kind.limit.article or item.article, kind.limit.basis
        item.number, item.unit_of_time = kind.limit.number, str(kind.limit.unit)
    return item


def count_due(item: HandoverItem, anchor: date, calendar: WorkCalendar) -> bool:
    """Count the due day of an item; True when it is another one than before. Does not save."""
    if item.number is None:
        return False
    due = calendar.add(anchor, item.number, item.unit_of_time)
    before = (item.due_on, item.provisional)
    item.due_on, item.provisional = due.due, due.provisional
    return before != (item.due_on, item.provisional)


def named_in(unit: Unit, name: str) -> list[MediaAccount]:
    """Return the running accounts of a unit whose team names a person."""
    rows = MediaAccount.objects.running().filter(unit=unit, team__name=name, team__until__isnull=True)
    return list(rows.distinct().order_by("name", "pk"))


def _administered(post: Post) -> list[MediaAccount]:
    return list(reached_by(post).order_by("name", "pk"))


def _kind(edition: Edition) -> FilingKind | None:
    return next((kind for kind in edition.variants("change") if TEAM in kind.triggers), None)


def _item(case: Handover, code: str, label: str, account: MediaAccount | None = None) -> HandoverItem:
    return HandoverItem(handover=case, code=code, label=label[:160], basis=PRODUCT, account=account)
