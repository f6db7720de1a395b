"""Comparing texts (比对): two versions side by side, the published text against the approved one. Pure functions."""

from .versions import Change, Part, differences, folded, side_by_side

__all__ = ["Change", "Part", "differences", "folded", "side_by_side"]
