"""The form under which names and ids of accounts are compared (核验比对): what a reader cannot see makes no difference.

Width, case, spaces and invisible characters are put aside; everything else must be the same, so that a name with one
other character is another name.
"""

import unicodedata

LONGEST = 200
#: Control, format, surrogate, private and unassigned characters: nothing that a reader sees.
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def check_key(text: str) -> str:
    """Return a name or id as it is compared."""
    if len(text) > 2 * LONGEST:
        text = text[: 2 * LONGEST]
    if text.isascii() and text.isprintable():
        return text.replace(" ", "").lower()[:LONGEST]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if folded.isprintable():  # then the only sign to put aside is the common space
        kept = folded.replace(" ", "")
    else:
        kept = "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) not in UNSEEN)
    return unicodedata.normalize("NFKC", kept)[:LONGEST]
