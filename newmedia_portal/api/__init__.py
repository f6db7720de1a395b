"""The interface for other systems (接口) under /api/v1/: the same rights and actions as the pages, by token."""
