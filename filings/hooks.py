"""What the lower floors ask of filings through their registries: recomputation and case counts."""

from .deadlines import recompute  # noqa: F401
