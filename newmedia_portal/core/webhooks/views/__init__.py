"""Pages of webhooks, for the system administrator."""
