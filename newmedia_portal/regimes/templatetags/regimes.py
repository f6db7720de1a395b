"""Template helpers of the edition pages."""

from collections.abc import Iterable

from django import template

register = template.Library()


@register.filter
def beside(cells: Iterable[str], labels: Iterable[str]) -> list[tuple[str, str]]:
    """Pair each cell with the label of its column, for the card view on phones."""
    return list(zip(labels, cells, strict=True))
