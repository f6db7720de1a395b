"""The background jobs of filings; importing registers them."""

from .annual import scan as annual_scan  # noqa: F401
from .deadlines import feed, scan  # noqa: F401
