"""The background jobs of filings; importing registers them."""

from .deadlines import scan  # noqa: F401
