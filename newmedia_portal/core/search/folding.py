"""The one form in which texts are compared (折叠): full width as half width, large as small, single blanks."""

import unicodedata

_known: dict[str, str] = {}
MOST_KNOWN = 70_000


def fold(text: str) -> str:
    """Return a text as it is compared: each character by itself (NFKC, case folded), blanks and controls as one space.

    The result of a text is the joined result of its characters, so that a place in it leads back to the text.
    """
    return " ".join("".join(map(fold_character, composed(text))).split())


def composed(text: str) -> str:
    """Return the text with combining marks joined to their letters; it looks the same."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold_character(character: str) -> str:
    """Return one character as it is compared, perhaps several or none."""
    found = _known.get(character)
    if found is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        found = _known[character] = _folded(character)
    return found


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "Z" or category == "Cc":
        return " "
    if category[0] == "C":
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if folded.isprintable() else " "


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text folded without joining blanks, and for each of its characters the place it came from."""
    folded, places = [], []
    for place, character in enumerate(composed(text)):
        for part in fold_character(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places
