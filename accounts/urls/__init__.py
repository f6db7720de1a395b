"""Addresses of units, people, register and platforms."""
