"""Four eyes over other people's log-ins (双人核准): one administrator asks, another releases; nobody does it alone."""
