"""What the clearing away adds when the portal starts: its rules and its job."""

from . import jobs, shelf

__all__ = ["jobs", "shelf"]
