"""Obligations to file: how they arise, are met, are watched, and follow the calendar (期限)."""
