"""Every address that the portal answers, read from its resolver (地址清单)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its name with namespaces, its parameters and its view."""

    name: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def rule(self) -> str | None:
        """The access rule that the view declares."""
        return getattr(self.view, "access_rule", None)


def routes(resolver: URLResolver | None = None) -> list[Route]:
    """Return all addresses of a resolver (default: the portal's), in the order in which they are tried."""
    return list(_walk(resolver or get_resolver(), (), ()))


def _walk(resolver: URLResolver, spaces: tuple[str, ...], outer: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        parameters = (*outer, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Route(":".join([*spaces, entry.name or str(entry.pattern)]), parameters, entry.callback)
        else:
            yield from _walk(entry, (*spaces, *([entry.namespace] if entry.namespace else [])), parameters)
