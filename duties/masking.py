"""Keeping the public's personal data out (脱敏): numbers of persons are hidden before a text is stored."""

import re
import unicodedata

MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{12}(\d{2}[\dXx])(?!\d)")
MAIL = re.compile(r"([A-Za-z0-9_.+-])[A-Za-z0-9_.+-]*(@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
LONGEST_NAME = 40
MARK = "*"


def mask_text(text: str) -> str:
    """Return a text with mobile numbers, identity numbers and mail addresses hidden; hiding twice changes nothing."""
    hidden = MOBILE.sub(r"\1****\2", text)
    hidden = IDENTITY.sub(lambda found: f"{found[1]}{MARK * 12}{found[2]}", hidden)
    return MAIL.sub(lambda found: f"{found[1]}***{found[2]}", hidden)


def mask_author(name: str) -> str:
    """Return the name of an author with its middle hidden; one that the platform shows masked stays as it is."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())[:LONGEST_NAME]
    if not plain or MARK in plain:
        return plain
    if len(plain) <= 2:
        return plain[0] + MARK
    return plain[0] + MARK * min(len(plain) - 2, 4) + plain[-1]
