"""Periods of assessment over rows of the portal (考核期): gathering facts, scoring, freezing, reading, trying out.

Importing is left to the modules: `codes` is pure and models use it.
"""
