"""Proof of single items of the norms (ASVS, 等保), by chapter."""
