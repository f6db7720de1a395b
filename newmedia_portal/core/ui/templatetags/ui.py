"""Tags and filters of every template (built in by the settings); docs/ui.md lists how to call each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import texts
from ..errors import found_errors
from ..vocabulary import Tone, tone_of

register = template.Library()

register.filter("day", texts.day_text)
register.filter("moment", texts.moment_text)
register.filter("masked", texts.masked_text)

SOON = 2


@register.filter
def tone(word: str) -> Tone:
    """Return the colour of a status word."""
    return tone_of(word)


def tag_html(word: str, colour: str, testid: str = "") -> SafeString:
    """Return a tag: a word with a colour."""
    if testid:
        return format_html('<span class="tag tag-{}" data-testid="{}">{}</span>', colour, testid, word)
    return format_html('<span class="tag tag-{}">{}</span>', colour, word)


def status_word(thing: Any, field: str = "state") -> str:
    """Return the word of a state: of an object with a state field, of a member of a state set, or the word itself."""
    if display := getattr(thing, f"get_{field}_display", None):
        return str(display())
    return str(getattr(thing, "label", thing))


@register.simple_tag
def status(thing: Any, field: str = "state", testid: str = "status") -> SafeString:
    """Show the status of an object, a state or a word of the vocabulary."""
    word = status_word(thing, field)
    return tag_html(word, tone_of(word), testid)


@register.filter
def status_tag(thing: Any) -> SafeString:
    """Show a status without a hook for tests, as in rows of a list."""
    word = status_word(thing)
    return tag_html(word, tone_of(word))


@register.simple_tag
def tag(word: str, colour: str = "grey") -> SafeString:
    """Show a word that is no status (kind, platform, count) in one of the five colours."""
    return tag_html(word, Tone(colour))


@register.inclusion_tag("components/deadline.html")
def deadline(
    due: date | None,
    left: int | None = None,
    article: str = "",
    why_url: str = "",
    provisional: bool = False,
    met: bool | None = None,
    testid: bool = False,
) -> dict[str, Any]:
    """Show a due day: working days left (negative: overdue), article, and where it is explained (怎么算的).

    `met` says how an ended clock ended: True 按期, False 已逾期.
    """
    if met is not None:
        word, colour = ("按期", Tone.GREEN) if met else ("已逾期", Tone.RED)
    elif left is None:
        word, colour = "", Tone.GREY
    else:
        word = texts.remaining_text(left)
        colour = Tone.RED if left < 0 else Tone.AMBER if left <= SOON else Tone.GREY
    return {
        "due": due, "word": word, "colour": colour, "article": article, "why_url": why_url,
        "provisional": provisional, "testid": testid,
    }  # fmt: skip


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any], limit: int = 0) -> dict[str, Any]:
    """Show what happened, newest first: title, who, at, note (opinion), unit, waiting, bad."""
    shown = list(events)
    return {"events": shown[:limit] if limit else shown}


@register.inclusion_tag("components/opinion.html")
def opinion(field: BoundField, phrases: Iterable[str] = ()) -> dict[str, Any]:
    """Show the opinion field (意见) with typical phrases that fill it."""
    return {"field": field, "phrases": phrases}


@register.inclusion_tag("components/empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Say why there is nothing and what to do first."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("components/figure.html")
def figure(label: str, value: Any, note: str = "", url: str = "", colour: str = "", testid: str = "") -> dict[str, Any]:
    """Show a figure that opens its list."""
    return {"label": label, "value": value, "note": note, "url": url, "colour": colour, "testid": testid}


@register.inclusion_tag("components/checks.html")
def checks(items: Iterable[Any]) -> dict[str, Any]:
    """Show system checks: each with text, ok (True ✔, False ✘, None ?), article and note."""
    return {"items": list(items)}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """Show the steps of a procedure; `current` counts from 1."""
    return {"steps": list(enumerate(labels, start=1)), "current": current}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Show where the page stands: pairs of label and address; the last may have a label alone."""
    pairs = [(parts[n], parts[n + 1] if n + 1 < len(parts) else "") for n in range(0, len(parts), 2)]
    return {"pairs": pairs}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Show all errors of the forms and formsets of a page on top, each linked to its field."""
    return {"errors": found_errors(*forms)}


@register.filter
def has_errors(form: Any) -> bool:
    """Whether a bound form or formset holds errors; the page title says so."""
    return bool(form) and bool(found_errors(form))


@register.inclusion_tag("components/chips.html")
def chips(items: Iterable[Any], bare: str = "?") -> dict[str, Any]:
    """Show the filters in force, each removable, and the address without any."""
    return {"chips": items, "bare": bare}


@register.inclusion_tag("components/pager.html")
def pager(links: dict[str, str], number: int = 0) -> dict[str, Any]:
    """Show the way to the neighbouring pages: links may hold first, before, after, last."""
    return {"links": links, "number": number}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Any, open: bool = False) -> dict[str, Any]:
    """Show a chart with its table, which is open from the start where asked for; the page loads `js/charts.js`."""
    return {"chart": drawn, "open": open}


@register.filter
def substitution_scope(row: Any) -> str:
    """Return what a substitution covers, in words."""
    from ...workflow.substitutions import scope_words

    return scope_words(row)
