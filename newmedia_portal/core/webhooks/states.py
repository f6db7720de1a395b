"""What became of an event on its way to one receiver (推送结果)."""

from ..ui.states import FINAL, OPEN, StateSet, state
from ..ui.vocabulary import Tone


class PushState(StateSet):
    """Until the receiver has it, or until it is given up."""

    WAITING = state("waiting", "等待中", Tone.GREY, OPEN)
    SENT = state("sent", "已送达", Tone.GREEN, FINAL)
    DEAD = state("dead", "未送达", Tone.RED, FINAL)
