"""Which lexicon a tree uses now (现行词库): the shared set and the tree's own additions, as one."""

import hashlib
from collections.abc import Iterator

from django.db.models import Q

from newmedia_portal.core.access.models import Unit

from .models import Lexicon, LexiconTerm
from .precheck.entries import Entry
from .precheck.lexicon import CompiledLexicon, compiled


def lexicon_for(root: Unit) -> CompiledLexicon:
    """Return the lexicon of a tree, built once per digest; without any, the general rules alone are applied."""
    used = Lexicon.objects.published().filter(Q(root=None) | Q(root=root)).select_related("root")
    lexicons = sorted(used, key=lambda lexicon: lexicon.root_id or 0)
    if not lexicons:
        return compiled("none", "未设词库", tuple)
    digest = hashlib.sha256("\n".join(lexicon.digest for lexicon in lexicons).encode()).hexdigest()
    return compiled(digest, "、".join(lexicon.label for lexicon in lexicons), lambda: entries_of(*lexicons))


def entries_of(*lexicons: Lexicon) -> Iterator[Entry]:
    """Yield the entries of versions as the engine takes them."""
    for term in LexiconTerm.objects.filter(lexicon__in=lexicons).iterator(5000):
        yield term.entry
