"""Pages of duty rosters (值班)."""
