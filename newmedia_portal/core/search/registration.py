"""What the search adds when it starts: its right and its jobs."""

from . import jobs, permissions

__all__ = ["jobs", "permissions"]
