"""Drawing the accounts of an inspection (检查抽样) as a pure function: frame, share and seed in, the same draw out.

`shares` says how many accounts of each unit and platform belong in the sample, `rounding` makes whole numbers of that
so that every unit, every platform, every cell and the total stay within one account of their shares, and `draw` picks
the accounts. Chance comes from SHA-256 of the seed, not from a generator of the language, so that a draw can be
repeated byte for byte on any machine and by other programs.
"""

from .draw import BadShare, Candidate, Draw, Picked, draw, draw_sentences
from .shares import Cell

__all__ = ["BadShare", "Candidate", "Cell", "Draw", "Picked", "draw", "draw_sentences"]
