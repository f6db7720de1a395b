"""Which kinds of file a paper may be (材料格式): signed and sealed ones come as a scan, screenshots as pictures."""

from newmedia_portal.core.uploads import DOCUMENTS, PICTURES, SIGNED

#: Questions of the form that are answered with a picture.
PICTURE_FIELDS = ("avatar", "qr_code")
#: Papers that bear a signature or a seal: a file that can still be written in proves nothing.
SIGNED_PAPERS = frozenset(
    {"signed_form", "leader_approval", "unit_consent", "line_consent", "unit_decision_paper", "licence"}
)
#: Screenshots of a platform.
SHOTS = frozenset({"opening_proof", "cancellation_proof"})


def formats_of(code: str) -> tuple[str, ...]:
    """Return the kinds of file that a paper, or a picture the form asks for, may be."""
    if code in PICTURE_FIELDS:
        return PICTURES
    if code in SIGNED_PAPERS:
        return SIGNED
    return ("jpg", "png", "pdf") if code in SHOTS else DOCUMENTS
