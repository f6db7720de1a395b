"""What an edition asks about people (队伍管理条款), read in one place."""

from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.people import Cycle, PersonnelRule

SELF_CHECK, DECLARATION, CONFIRMATION = "terminal_safety", "declaration", "confirmation"
#: Reading A49: private accounts are not registered; an authority may ask for a declaration, which names nobody.
DECLARES = ("register_private_accounts", "declaration")
#: A rule of the product, asked in every self-check besides what the edition lists.
DEVICES = "各账号后台的登录设备已核对，没有陌生设备"


def rule_of(edition: Edition, code: str) -> PersonnelRule | None:
    """Return the first rule of a kind; None where the regulation has none."""
    return next((rule for rule in edition.personnel if rule.code == code), None)


def cyclic(edition: Edition, code: str) -> tuple[PersonnelRule, Cycle] | None:
    """Return the rule of a kind with its cycle if it is asked in rounds, and is switched on (reading A49)."""
    rule = rule_of(edition, code)
    if rule is None or rule.cycle is None:
        return None
    key, on = DECLARES
    if code == DECLARATION and not (edition.has_setting(key) and edition.setting(key) == on):
        return None
    return rule, rule.cycle


def conditions_of(rule: PersonnelRule) -> list[str]:
    """Return what is answered one by one."""
    return [*rule.conditions, *([DEVICES] if rule.code == SELF_CHECK else [])]


def roots() -> list[Unit]:
    """Return the organisations bound to a regime."""
    return list(Unit.objects.running().filter(parent__isnull=True).exclude(regime="").order_by("pk"))


def edition_in_force(root: Unit, day: object) -> EditionRecord | None:
    """Return the edition of an organisation on a day; None before one is published."""
    try:
        return edition_for(root.regime, day)  # type: ignore[arg-type]
    except NoEdition:
        return None
