"""Owner levels of units (主办单位层级) for the counts of bulletins: by kind of unit and the campaign's own level."""

from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from ..rates import OWNER_LEVELS
from .template import shipped


def default_level(regime: str) -> str:
    """Return the level of a regime's own departments; empty where units are counted by their kind."""
    return str(shipped()["levels"]["regimes"].get(regime, ""))


def level_of(unit: Unit, own: str) -> str:
    """Return the level of a unit: that of its kind, else the campaign's own, else its kind."""
    kinds = shipped()["levels"]["kinds"]
    if own and unit.kind in kinds:
        return str(kinds[unit.kind])
    return own or unit.kind or "other"


def level_label(code: str) -> str:
    """Return a level in words."""
    return OWNER_LEVELS.get(code) or UNIT_KINDS.get(code) or "其他"
