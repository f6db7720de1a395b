"""Cleaning of a body on its way in (清洗): only the vocabulary is left, and the same content is the same text."""

import nh3

from .reading import read
from .vocabulary import ATTRIBUTES, TAGS, check_size, check_tags
from .writing import Writer


def sanitise(html: str) -> str:
    """Return a body in its one form, fit to be stored, hashed and shown; raises TooLarge above 1 MB
    or 50,000 tags.

    Applied again it changes nothing. What the writer lets out goes through nh3 as well.
    """
    check_size(html)
    done = sieve(Writer().write(read(html)))
    check_size(done)
    check_tags(done.count("<"))
    return done


def sieve(html: str) -> str:
    """Return the text as nh3 lets it pass with the vocabulary of a body."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
