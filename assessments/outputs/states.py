"""The states of a bulletin (通报)."""

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class BulletinState(StateSet):
    """A draft may be changed; what has been issued stands as it was."""

    DRAFT = state("draft", "草稿", Tone.GREY, OPEN)
    ISSUED = state("issued", "已定稿", Tone.GREEN, FINAL)
    DROPPED = state("dropped", "已作废", Tone.GREY, FINAL)
