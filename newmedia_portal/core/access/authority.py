"""Which unit takes a step: the owner, the one above it, its line department, the authority, the superior (办理单位)."""

from .models import Unit


def unit_for(level: str, owner: Unit) -> Unit | None:
    """Return the unit of a level (owner, parent, line, authority, superior); None where it is not known.

    `parent` is the organisation that a department belongs to; a unit on top is its own.
    """
    if level == "owner":
        return owner
    if level == "parent":
        return owner.parent or owner
    if level == "line":
        return owner.line_department
    authority = authority_of(owner)
    return authority if level == "authority" or authority is None else authority.superior


def authority_of(unit: Unit) -> Unit | None:
    """Return the authority that is nearest above a unit: on its own level first, then further up (备案机关)."""
    chain_of_parents = [int(part) for part in unit.path.strip("/").split("/")]
    found = {
        authority.parent_id or authority.pk: authority
        for authority in Unit.objects.filter(root=unit.root_id or unit.pk, is_authority=True, closed_on__isnull=True)
    }
    return next((found[pk] for pk in reversed(chain_of_parents) if pk in found), None)
