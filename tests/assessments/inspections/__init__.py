"""Inspections and rectification."""
