"""Why a unit or account got its points (得分说明): sentences, articles and links to the rows behind every figure."""

from typing import NamedTuple

from ..models import AccountEntry, Entry
from ..scoring import Line, Scheme, amount, card_sentences, line_sentence, result_sentences, year_sentences
from ..scoring.sentences import figure_text
from ..scoring.vocabulary import OUTCOMES
from .refs import Link, link_of
from .thawing import card_from, result_from, year_from


class Explained(NamedTuple):
    """One indicator of one account for readers."""

    label: str
    article: str
    points: str
    full: str
    figures: str
    outcome: str
    sentence: str
    links: list[Link]


class Reason(NamedTuple):
    """A sentence with the rows it rests on."""

    text: str
    links: list[Link]


def lines_of(card: AccountEntry, scheme: Scheme) -> list[Explained]:
    """Return the lines of an account in the order of the scheme; empty before it has been scored."""
    if not card.card:
        return []
    return [_explained(line, scheme, str(card.account_id)) for line in card_from(card.card).lines]


def card_of(card: AccountEntry, scheme: Scheme) -> list[Reason]:
    """Return how the lines add up, vetoes first."""
    if not card.card:
        return []
    found = card_from(card.card)
    bare = found._replace(vetoes=tuple(hit._replace(ids=()) for hit in found.vetoes))
    sentences = card_sentences(scheme, bare)
    vetoes = [
        Reason(text, [link_of(one, found.account) for one in hit.ids])
        for text, hit in zip(sentences, found.vetoes, strict=False)
    ]
    return [*vetoes, Reason(sentences[-1], [])]


def unit_of(entry: Entry, cards: list[AccountEntry]) -> list[Reason]:
    """Return the reasons at the level of the unit, vetoes with the rows they came from."""
    scheme = entry.quarter.scheme.scheme
    if not entry.result:
        return []
    if entry.quarter.of_year:
        year = year_from(entry.result)
        plain = year._replace(vetoes=tuple(hit._replace(ids=()) for hit in year.vetoes))
        return _reasons(year_sentences(scheme, plain), [hit.ids for hit in year.vetoes])
    result = result_from(entry.result, [card.card for card in cards if card.card])
    bare = result._replace(
        vetoes=tuple(hit._replace(ids=()) for hit in result.vetoes),
        unlisted=tuple(fact._replace(ids=()) for fact in result.unlisted),
    )
    ids = [hit.ids for hit in result.vetoes] + [fact.ids for fact in result.unlisted]
    return _reasons(result_sentences(scheme, bare), ids)


def _reasons(sentences: list[str], ids: list[tuple[str, ...]]) -> list[Reason]:
    links = [[link_of(one, "") for one in found] for found in ids]
    return [Reason(text, links[number] if number < len(links) else []) for number, text in enumerate(sentences)]


def _explained(line: Line, scheme: Scheme, account: str) -> Explained:
    item = scheme.indicator(line.code)
    of = f" ÷ {figure_text(line.of)}" if line.of is not None else ""
    return Explained(
        item.label,
        item.article,
        "—" if line.points is None else f"{amount(line.points, scheme.places):f}",
        f"{amount(line.full, scheme.places):f}",
        f"{figure_text(line.value)}{of}",
        OUTCOMES[line.outcome],
        line_sentence(scheme, line._replace(ids=(), left=())),
        [link_of(one, account) for one in (*line.ids, *line.left)],
    )
