"""Views of filings: one permission, one call down, one answer."""
