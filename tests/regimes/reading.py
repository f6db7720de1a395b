"""Short readings of an edition, so that golden cases stay one line each."""

from newmedia_portal.regimes import loader
from newmedia_portal.regimes.schema import Duration, Edition, RoleRequirement


def edition(code: str) -> Edition:
    return loader.shipped(code)


def term(limit: Duration | None) -> tuple[object, ...] | None:
    return None if limit is None else (limit.number, limit.unit, limit.anchor, limit.basis, limit.article)


def limit(of: Edition, kind: str, variant: str = "standard") -> tuple[object, ...] | None:
    return term(of.filing_kind(kind, variant).limit)


def chain(of: Edition, kind: str, variant: str = "standard") -> list[tuple[str, str, str]]:
    return [(step.role, step.unit, step.kind) for step in of.filing_kind(kind, variant).chain]


def required_fields(of: Edition, kind: str, variant: str = "standard") -> set[str]:
    return {use.code for use in of.filing_kind(kind, variant).fields if use.required}


def papers(of: Edition, kind: str, variant: str = "standard") -> list[tuple[str, str]]:
    return [(paper.code, paper.by) for paper in of.filing_kind(kind, variant).papers if paper.required]


def counts(of: Edition) -> set[tuple[object, ...]]:
    return {(item.role, item.min, item.max, item.per, item.applies_to, item.article) for item in of.role_requirements}


def count(of: Edition, role: str, article: str) -> RoleRequirement:
    return next(item for item in of.role_requirements if (item.role, item.article) == (role, article))


def listed(of: Edition) -> list[int]:
    return sorted({item.item for item in of.prohibited if item.item is not None})


def codes_at(of: Edition, article: str) -> list[str]:
    """Measures that stand in one article, in order of rank."""
    found = [item for item in of.sanctions if item.article == article and item.basis == "stated"]
    return [item.code for item in sorted(found, key=lambda item: item.rank)]


def named_terms(of: Edition) -> list[str]:
    return list(dict.fromkeys(item.term for item in of.platforms if item.named))


def rules(of: Edition) -> set[str]:
    return {rule.code for rule in of.personnel}
